import type { PartyId } from '../parties/party.js'
import { sandboxNumber, type Organisation } from './programme.js'

const creditor = (number: number, key: string, name: string): Organisation => ({
  key,
  name,
  sandboxId: sandboxNumber(number),
  roles: ['creditor'],
})

const executor = (number: number, key: string, name: string): Organisation => ({
  key,
  name,
  sandboxId: sandboxNumber(number),
  roles: ['executor'],
})

/** A landlord without OIN, made up, as everybody below that rents out a few houses. */
const landlord = (id: string, key: string, name: string): Organisation => ({
  key,
  name,
  sandboxId: id as PartyId,
  roles: ['creditor'],
  isFictitious: true,
})

/** Everybody in the five programmes, each once: who serves several uses one connection. */
export const organisations: readonly Organisation[] = [
  // Housing corporations.
  creditor(101, 'alliantie', 'de Alliantie'),
  creditor(102, 'goede-stede', 'GoedeStede'),
  creditor(103, 'ymere', 'Ymere'),
  creditor(104, 'brabant-wonen', 'BrabantWonen'),
  creditor(105, 'kleine-meierij', 'Kleine Meierij'),
  creditor(106, 'mooiland', 'Mooiland'),
  creditor(107, 'zayaz', 'Zayaz'),
  creditor(108, 'eigen-haard', 'Eigen Haard'),
  creditor(109, 'vechtdal-wonen', 'Vechtdal Wonen'),
  creditor(110, 'domesta', 'Domesta'),
  // Energy.
  creditor(201, 'nuon', 'Nuon (nu Vattenfall)'),
  creditor(202, 'essent', 'Essent'),
  // Drinking water.
  creditor(301, 'vitens', 'Vitens'),
  creditor(302, 'brabant-water', 'Brabant Water'),
  creditor(303, 'waternet', 'Waternet'),
  creditor(304, 'wmd', 'WMD Drinkwater'),
  // Health insurance.
  creditor(401, 'menzis', 'Menzis'),
  creditor(402, 'cz', 'CZ'),
  creditor(403, 'vgz', 'VGZ'),
  creditor(404, 'zilveren-kruis', 'Zilveren Kruis'),
  // Municipal taxes: there, and refused by legal basis.
  creditor(501, 'belastingen-almere', 'Gemeentebelastingen Almere'),
  creditor(502, 'belastingen-amstelland', 'Gemeentebelastingen Amstelland'),
  // Private landlords of Coevorden and whoever delivers for one of them.
  landlord('VS-C0EV0RDEN001', 'landlord-wilgenhoek', 'Verhuur De Wilgenhoek'),
  landlord('VS-C0EV0RDEN002', 'landlord-noorderpoort', 'Kamerverhuur Noorderpoort'),
  landlord('VS-C0EV0RDEN003', 'landlord-veenrand', 'Woonruimte De Veenrand'),
  {
    key: 'agent-turfschip',
    name: 'Vastgoedbeheer Het Turfschip',
    sandboxId: sandboxNumber(601),
    roles: ['agent'],
    isFictitious: true,
  },
  // Who visits for a municipality.
  executor(701, 'plangroep', 'PLANgroep'),
  executor(702, 'zorggroep-almere', 'Zorggroep Almere'),
  executor(703, 'juvans', 'Juvans'),
  executor(704, 'divers', 'Divers'),
  executor(705, 'humanitas', 'Humanitas'),
  executor(706, 'netwerk-tegen-armoede', 'Netwerk tegen Armoede'),
  executor(707, 'team-voor-elkaar', 'Team Voor Elkaar!'),
]

const byKey = new Map(organisations.map((organisation) => [organisation.key, organisation]))

/** @throws {RangeError} When these data have no such organisation: a mistake in the data. */
export function organisationOf(key: string): Organisation {
  const found = byKey.get(key)
  if (found === undefined) throw new RangeError('no organisation of that key')
  return found
}
