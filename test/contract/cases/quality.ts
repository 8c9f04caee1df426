import type { OperationId } from '../../../src/http/contract.js'
import { STROOM, WONING } from '../../helpers/hub.js'
import type { OperationCase } from '../operation-case.js'
import { MONTH } from '../wishes.js'

/** Quality of deliveries: a creditor sees its own, and of others nothing but a median. */
export const QUALITY_CASES = {
  getDeliveryQuality: {
    rightful: WONING,
    wish: () => ({ path: `/v1/delivery-quality/${MONTH}` }),
    status: 200,
    other: STROOM,
    refused: { status: 200, body: { creditors: [{ creditorId: STROOM }] } },
  },
} satisfies Partial<Record<OperationId, OperationCase>>
