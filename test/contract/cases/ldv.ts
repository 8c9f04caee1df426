import { ALMERE, municipalParty, OFFICER } from '../../helpers/hub.js'
import { OMMEN_OFFICER } from '../../helpers/populated-hub.js'
import type { OperationId } from '../../../src/http/contract.js'
import type { OperationCase } from '../operation-case.js'

/** The log as processing records, of the own controller only. */
export const LDV_CASES = {
  readProcessingActivities: {
    rightful: OFFICER,
    wish: () => ({
      path: '/v1/processing-activities',
      fields: { reason: 'Yearly review', controller: municipalParty(ALMERE), startTime: 0 },
    }),
    status: 200,
    other: OMMEN_OFFICER,
    refused: { status: 403, body: { code: 'party.role_not_allowed' } },
  },
} satisfies Partial<Record<OperationId, OperationCase>>
