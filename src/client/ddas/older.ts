import type { Client, Delivery, EarlySignal, SignalCase } from './delivery.js'

/** Versions of the standard that a delivery can be written in. */
export const DDAS_VERSIONS = ['1.2', '1.0'] as const
export type DdasVersion = (typeof DDAS_VERSIONS)[number]

/** A delivery in the names of a version, and what that version has no words for. */
export interface VersionedDelivery {
  readonly document: object
  /** How often a value had to be left out, by the value of 1.2. */
  readonly lost: Readonly<Record<string, number>>
}

/** Writes a delivery in the names and values of a version of the standard. */
export function inVersion(delivery: Delivery, version: DdasVersion): VersionedDelivery {
  return version === '1.2' ? { document: delivery, lost: {} } : inVersion10(delivery)
}

/** Values that came with 1.2, with what 1.0 calls the same; `undefined` where it has nothing. */
const SINCE_12: Readonly<Record<string, string | undefined>> = {
  Opgepakt: undefined,
  Overige: undefined,
  Onbekend: undefined,
  'Vervolghulp en/of verwijzing': undefined,
  'Verwijzing zonder tussenkomst inwoner': 'Verwijzing zonder toestemming',
}
/** An end result in both versions, but a status in 1.2 alone. */
const NO_STATUS_IN_10 = new Set(['Inwoner al bekend bij schuldhulpverlening'])

/**
 * Version 1.0: other spellings of many names, no citizen number beside an address, fewer values. All
 * of these members may be left out there, so a value that it lacks is left out and counted.
 */
function inVersion10(delivery: Delivery): VersionedDelivery {
  const lost: Record<string, number> = {}
  const lose = (value: string): undefined => {
    lost[value] = (lost[value] ?? 0) + 1
    return undefined
  }
  const valued = (value: string | undefined): string | undefined => {
    if (value === undefined || !Object.hasOwn(SINCE_12, value)) return value
    return SINCE_12[value] ?? lose(value)
  }
  const signal = ({ client, status, ...one }: EarlySignal) => ({
    ...one,
    status: NO_STATUS_IN_10.has(status) ? lose(status) : valued(status),
    client: client10(client),
  })
  const zaak = (found: SignalCase) => ({
    resultaat: valued(found.resultaat),
    matchingsdatum: found.matchingsdatum,
    // So spelled in 1.0.
    startdatum_matchtingperiode: found.startdatumMatchingperiode,
    datum_opgepakt: found.datumOpgepakt,
    einddatum_matchingperiode: found.einddatumMatchingperiode,
    vroegsignalen: found.vroegsignalen,
    contactpogingen: found.contactpogingen.map(({ soort, ...rest }) => ({
      soort: valued(soort),
      ...rest,
    })),
  })
  const document = {
    ...delivery,
    leveringen: delivery.leveringen.map((one) => {
      const { contactpersonen, ...organisation } = one.aanleverendeOrganisatie
      return {
        teller: one.teller,
        gemeentecode: one.gemeentecode,
        aanleverende_organisatie: { ...organisation, contactpersoonen: contactpersonen },
        vroegsignalen: one.vroegsignalen.map(signal),
        vroegsignaalzaken: one.vroegsignaalzaken.map(zaak),
      }
    }),
  }
  // Members without a value are members that are left out.
  return { document: JSON.parse(JSON.stringify(document)) as object, lost }
}

function client10(client: Client): object {
  if ('burgerservicenummer' in client) return { Burgerservicenummer: client.burgerservicenummer }
  return {
    Geboortedatum: client.geboortedatum,
    Postcode: client.postcode,
    Huisnummer: client.huisnummer,
    Huisnummertoevoeging: client.huisnummertoevoeging,
  }
}
