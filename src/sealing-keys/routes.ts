import type { JsonWebKey } from 'node:crypto'
import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '../context.js'
import type { components, operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty, requireSigned } from '../http/mtls.js'
import {
  confirmSealingKey,
  listSealingKeys,
  putSealingKey,
  type SealingKeyView,
} from './service.js'

type Json<Operation extends keyof operations, Status extends number> =
  operations[Operation]['responses'] extends Record<
    Status,
    { content: { 'application/json': infer Body } }
  >
    ? Body
    : never

interface List {
  Reply: Json<'listSealingKeys', 200>
}

interface Put {
  Body: operations['putSealingKey']['requestBody']['content']['application/json']
  Reply: Json<'putSealingKey', 202>
}

interface Confirm {
  Params: operations['confirmSealingKey']['parameters']['path']
  Body: operations['confirmSealingKey']['requestBody']['content']['application/json']
  Reply: Json<'confirmSealingKey', 200>
}

/** Sealing keys of the calling municipality: offered by one person, confirmed by another. */
export const sealingKeyRoutes: FastifyPluginAsync<{ context: Context }> = async (
  app,
  { context },
) => {
  app.route<List>({
    ...operation(app, 'listSealingKeys'),
    async handler(request) {
      const caller = requireParty(request, 'municipality')
      return { sealingKeys: (await listSealingKeys(context, caller)).map(shown) }
    },
  })

  app.route<Put>({
    ...operation(app, 'putSealingKey'),
    async handler(request, reply) {
      const caller = requireParty(request, 'municipality')
      const { signer } = requireSigned(request)
      const { version, key } = request.body
      const offered = await putSealingKey(context, caller, signer.fingerprint, { version, key })
      reply.status(202)
      return { ...offered, status: 'OFFERED' as const, offeredAt: offered.offeredAt.toISOString() }
    },
  })

  app.route<Confirm>({
    ...operation(app, 'confirmSealingKey'),
    async handler(request) {
      const caller = requireParty(request, 'municipality')
      const { signer } = requireSigned(request)
      const { keyId, challenge } = request.body
      // Signed is the body; the address only says where it goes.
      const confirmed = await confirmSealingKey(context, caller, signer.fingerprint, {
        keyId: request.params.keyId,
        signedKeyId: keyId,
        challenge,
      })
      return shown(confirmed)
    },
  })
}

function shown(key: SealingKeyView): components['schemas']['SealingKey'] {
  return {
    keyId: key.keyId,
    version: key.version,
    status: key.status,
    key: contractKey(key.jwk),
    offeredAt: key.offeredAt.toISOString(),
    ...(key.activatedAt !== null && { activatedAt: key.activatedAt.toISOString() }),
    ...(key.retiredAt !== null && { retiredAt: key.retiredAt.toISOString() }),
  }
}

/** The stored key passed `parseSealingKey`, which allows exactly the members of the contract. */
function contractKey(jwk: JsonWebKey): components['schemas']['PublicKey'] {
  return jwk as components['schemas']['PublicKey']
}
