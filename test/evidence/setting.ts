import { establishSealingKey } from '../../src/demo/municipality.js'
import type { Day } from '../../src/kernel/calendar.js'
import { loadShippedBases } from '../../src/legal-basis/index.js'
import { registerMandates } from '../../src/mandates/index.js'
import { registerParty } from '../../src/registry/index.js'
import { ALMERE, municipalParty, WONING } from '../helpers/hub.js'
import { OPERATOR, plainRole } from '../helpers/registry.js'
import type { ServedHub } from '../helpers/served-hub.js'

/** A creditor with a mandate for rents in Almere, which has a sealing key; the folders of both. */
export async function enrolParties(hub: ServedHub) {
  const { registry: context } = hub
  const party = municipalParty(ALMERE)
  await loadShippedBases(context, OPERATOR)
  const municipal = { role: 'municipality', municipality: ALMERE, controller: '' } as const
  const creditorRoles = [plainRole('creditor')]
  await registerParty(context, OPERATOR, { id: WONING, name: 'Woning', roles: creditorRoles })
  await registerParty(context, OPERATOR, { id: party, name: 'Almere', roles: [municipal] })
  const mandate = {
    agreement: 'LCV 2026',
    creditor: WONING,
    municipality: ALMERE,
    sector: 'RENT' as const,
    validFrom: '2026-01-01' as Day,
    validUntil: null,
    entitledFields: ['creditorName', 'arrearsCents', 'oldestDueOn'],
  }
  await registerMandates(context, OPERATOR, [mandate])
  const coordinator = await hub.enrol('almere', party, 'Almere')
  const colleague = await hub.enrol('almere-colleague', party, 'Almere')
  await establishSealingKey({ coordinator, colleague }, hub.clock)
  return {
    creditor: (await hub.enrol('creditor', WONING, 'Woning')).folder,
    town: coordinator.folder,
  }
}
