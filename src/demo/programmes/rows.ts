import type { Capability, ProgrammeReport } from '../report.js'
import {
  intakeRow,
  landlordsRow,
  manyTownsRow,
  partialPaymentsRow,
  phasesRow,
  taxRow,
} from './delivered.js'
import type { ProgrammeFacts, RowOf } from './facts.js'
import { NEEDS } from './needs.js'
import { deliveryRow, disconnectionRow, triggerRow } from './received.js'
import { contactRow, evictionRow, statisticsRow, strategiesRow } from './followed.js'
import { apartRow, consentRow, endRow, executorsRow, rolesRow } from './guarded.js'

const ROWS: Readonly<Record<Capability, RowOf>> = {
  INTAKE: intakeRow,
  MANY_MUNICIPALITIES: manyTownsRow,
  MUNICIPAL_TAX: taxRow,
  MONTHLY_DELIVERY: deliveryRow,
  TRIGGER_RULE: triggerRow,
  EXECUTORS: executorsRow,
  NAMED_ROLES: rolesRow,
  CONTACT_STRATEGY: contactRow,
  CONSENT: consentRow,
  STATISTICS: statisticsRow,
  PILOT_END: endRow,
  PHASES: phasesRow,
  EVICTION_STAGE: evictionRow,
  PARTIAL_PAYMENTS: partialPaymentsRow,
  DISCONNECTION: disconnectionRow,
  APART: apartRow,
  SPREADSHEETS: landlordsRow,
  LETTER_OR_VISIT: strategiesRow,
}

/** What a programme did of everything that it needs. */
export function programmeReport(facts: ProgrammeFacts): ProgrammeReport {
  const { id, name, municipalities } = facts.programme
  return {
    id,
    name,
    municipalities: municipalities.map(({ code }) => code),
    rows: NEEDS[id]!.map((capability) => ({ capability, ...ROWS[capability](facts) })),
  }
}
