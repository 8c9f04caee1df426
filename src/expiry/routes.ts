import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '../context.js'
import type { components } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty } from '../http/mtls.js'
import { daysUntil, stepOf } from './expiry.js'
import { listExpiries } from './service.js'

interface List {
  Reply: components['schemas']['ExpiryList']
}

/** When what lets the caller work comes to its end. */
export const expiryRoutes: FastifyPluginAsync<{ context: Context }> = async (app, { context }) => {
  app.route<List>({
    ...operation(app, 'listExpiries'),
    async handler(request) {
      const caller = requireParty(request, 'municipality', 'creditor', 'agent')
      const municipality = caller.role === 'municipality' ? caller.municipality : undefined
      const now = context.clock.now()
      const found = await listExpiries(context, { ...caller, municipality })
      return {
        expiries: found.map(({ kind, id, endsAt, isReplaced }) => {
          const daysLeft = daysUntil(endsAt, now)
          const step = isReplaced ? undefined : stepOf(daysLeft)
          return {
            kind,
            id,
            endsAt: endsAt.toISOString(),
            daysLeft,
            isReplaced,
            ...(step !== undefined && { step }),
          }
        }),
      }
    },
  })
}
