import type { PartyId } from '../../../src/parties/index.js'
import { enrolPerson } from '../../helpers/console.js'
import type { Calling } from '../../helpers/hub.js'
import type { PopulatedHub } from '../../helpers/populated-hub.js'

const persons = new WeakMap<PopulatedHub, Map<string, Promise<Calling>>>()

/** Somebody of a party who calls with a personal certificate and signs with the party's; once a hub. */
export function asPerson(hub: PopulatedHub, party: PartyId, holder: string): Promise<Calling> {
  const known = persons.get(hub) ?? new Map<string, Promise<Calling>>()
  persons.set(hub, known)
  const found = known.get(holder) ?? enrol(hub, party, holder)
  known.set(holder, found)
  return found
}

async function enrol(hub: PopulatedHub, party: PartyId, holder: string): Promise<Calling> {
  const transport = await enrolPerson(hub, party, holder)
  return hub.with({ ...hub.as(party).party, transport })
}
