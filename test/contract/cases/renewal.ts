import type { OperationId } from '../../../src/http/contract.js'
import { STROOM, WONING } from '../../helpers/hub.js'
import { testAuthority, testParty } from '../../helpers/pki.js'
import { id } from '../../notifications/build.js'
import type { OperationCase } from '../operation-case.js'

/** Renewal: a party its own certificates, and nobody with those of another. */
export const RENEWAL_CASES = {
  renewCertificates: {
    rightful: STROOM,
    async wish() {
      const { transport, signing } = await testParty(await testAuthority(), STROOM)
      const fields = { requestId: id(9700), transport: transport.chain, signing: signing.chain }
      return { path: '/v1/certificates/_renew', fields }
    },
    status: 200,
    other: WONING,
    refused: { status: 400, body: { code: 'certificate.organisation_number' } },
  },
} satisfies Partial<Record<OperationId, OperationCase>>
