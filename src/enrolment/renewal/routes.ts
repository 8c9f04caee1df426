import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '../../context.js'
import type { components } from '../../generated/openapi.js'
import { operation } from '../../http/contract.js'
import { requireParty, requireSigned } from '../../http/mtls.js'
import { renewCertificates } from './service.js'

interface Renew {
  Body: components['schemas']['CertificateRenewal']
  Reply: components['schemas']['RenewedCertificates']
}

/** New certificates beside those that a party has, before these expire. */
export const renewalRoutes: FastifyPluginAsync<{ context: Context }> = async (app, { context }) => {
  app.route<Renew>({
    ...operation(app, 'renewCertificates'),
    async handler(request) {
      const caller = requireParty(request, 'municipality', 'creditor', 'agent')
      const { fingerprint: signer } = requireSigned(request).signer
      const { requestId, transport, signing } = request.body
      const keys = {
        ...(transport !== undefined && { transport }),
        ...(signing !== undefined && { signing }),
      }
      const renewed = await renewCertificates(context, { ...caller, signer }, requestId, keys)
      const certificates = renewed.map(({ purpose, fingerprint, chain, notAfter }) => ({
        purpose: purpose === 'transport' ? ('TRANSPORT' as const) : ('SIGNING' as const),
        fingerprint,
        chain,
        endsAt: notAfter.toISOString(),
      }))
      return { requestId, certificates }
    },
  })
}
