import { trustAnchors } from '../../certs/authority.js'
import { fetchHubIdentity } from '../client/index.js'
import type { PartyId } from '../parties/index.js'
import { programmes } from '../programmes/index.js'
import { registerOfficer, registerParty } from '../registry/index.js'
import { deliverersOf } from './cast.js'
import { enrol, OPERATOR, writeIdentity, type Enrolled } from './enrolment.js'
import type { DemoMunicipality } from './municipality.js'
import type { Setting } from './setting.js'
import type { WorldCreditor } from './world.js'

const OFFICER = '00000099100000801000' as PartyId

/** Everybody with a connection of its own. */
export interface Everybody {
  readonly municipalities: readonly DemoMunicipality[]
  readonly deliverers: ReadonlyMap<string, Enrolled>
  readonly officer: Enrolled
}

/** Gives every municipality, deliverer and the privacy officer certificates and a folder. */
export async function enrolEverybody(
  setting: Setting,
  cast: readonly WorldCreditor[],
): Promise<Everybody> {
  const { context } = setting
  const municipalities: DemoMunicipality[] = []
  for (const { key, code, name, triage, sandboxId: id } of programmes.flatMap(
    (one) => one.municipalities,
  )) {
    const coordinator = await enrol(setting, key, { id, name })
    const colleague = await enrol(setting, `${key}-colleague`, { id, name })
    municipalities.push({
      code,
      key,
      name,
      triage,
      coordinator,
      colleague,
      months: new Map(),
      urgent: [],
      outcomes: new Map(),
      visits: new Map(),
    })
  }
  const deliverers = new Map<string, Enrolled>()
  for (const { key, sandboxId: id, name } of deliverersOf(cast)) {
    deliverers.set(id, await enrol(setting, key, { id, name }))
  }
  const name = 'Privacy officer of the demonstration'
  await registerParty(context, OPERATOR, { id: OFFICER, name, roles: [] })
  for (const { coordinator } of municipalities) {
    await registerOfficer(context, OPERATOR, OFFICER, coordinator.id)
  }
  const officer = await enrol(setting, 'officer', { id: OFFICER, name })
  return { municipalities, deliverers, officer }
}

/** Every party keeps the keys that the hub's answers are checked with. */
export async function introduceHub(
  { serving, authority }: Setting,
  parties: readonly { readonly folder: string }[],
): Promise<void> {
  const anchors = trustAnchors(authority)
  const identity = await fetchHubIdentity(serving.publicUrl, serving.dataUrl, anchors)
  for (const { folder } of parties) writeIdentity(folder, identity)
}
