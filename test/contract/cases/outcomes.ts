import { ALMERE, municipalParty, OMMEN } from '../../helpers/hub.js'
import type { OperationId } from '../../../src/http/contract.js'
import type { OperationCase } from '../operation-case.js'
import { MONTH } from '../wishes.js'

/** How the cases of a month stand: each municipality has its own. */
export const OUTCOME_CASES = {
  listOutcomes: {
    rightful: municipalParty(ALMERE),
    wish: () => ({ path: `/v1/outcomes/${MONTH}` }),
    status: 200,
    other: municipalParty(OMMEN),
    refused: { status: 200, body: { municipalityCode: OMMEN } },
  },
} satisfies Partial<Record<OperationId, OperationCase>>
