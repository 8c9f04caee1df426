import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '../context.js'
import type { components, operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty, requireSigned } from '../http/mtls.js'
import type { CallingParty } from '../http/request.js'
import type { Day } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import {
  answerAgreement,
  listAgreements,
  offerAgreement,
  type AgreementCaller,
  type AgreementView,
} from './service.js'

type Shown = components['schemas']['Agreement']

interface List {
  Querystring: NonNullable<operations['listAgreements']['parameters']['query']>
  Reply: components['schemas']['AgreementPage']
}
interface OfferOne {
  Body: components['schemas']['AgreementOffer']
  Reply: Shown
}
interface AnswerOne {
  Params: operations['answerAgreement']['parameters']['path']
  Body: components['schemas']['AgreementAnswer']
  Reply: Shown
}

/** Agreements of the caller: a creditor's or agent's as they are offered, a municipality's to answer. */
export const agreementRoutes: FastifyPluginAsync<{ context: Context }> = async (
  app,
  { context },
) => {
  app.route<List>({
    ...operation(app, 'listAgreements'),
    async handler(request, reply) {
      const caller = requireParty(request, 'municipality', 'creditor', 'agent')
      const { agreements, nextCursor } = await listAgreements(
        context,
        asSide(caller),
        request.query.cursor,
      )
      if (nextCursor !== null) {
        reply.header('link', `</v1/agreements?cursor=${nextCursor}>; rel="next"`)
      }
      return { agreements: agreements.map(shown), nextCursor }
    },
  })

  app.route<OfferOne>({
    ...operation(app, 'offerAgreement'),
    async handler(request, reply) {
      const caller = requireParty(request, 'creditor', 'agent')
      const { signer } = requireSigned(request)
      const { agreementId, reference, creditorId, municipalityCode, sector, startsOn, endsOn } =
        request.body
      const offer = {
        agreementId,
        reference,
        creditor: creditorId,
        municipality: municipalityCode,
        sector,
        validFrom: startsOn as Day,
        validUntil: (endsOn as Day | undefined) ?? null,
      }
      reply.status(201)
      return shown(await offerAgreement(context, asSide(caller), signer.fingerprint, offer))
    },
  })

  app.route<AnswerOne>({
    ...operation(app, 'answerAgreement'),
    async handler(request) {
      const caller = requireParty(request, 'municipality', 'creditor', 'agent')
      const { signer, digest } = requireSigned(request)
      const { requestId: id, agreementId, answer, fromOn } = request.body
      // Signed is the body; the address only says where it goes.
      if (agreementId !== request.params.agreementId) {
        throw new HubError('agreement.unknown', 'The body answers another one than the address.')
      }
      return shown(
        await answerAgreement(
          context,
          asSide(caller),
          { id, digest, signer: signer.fingerprint },
          agreementId,
          { answer, fromOn: fromOn as Day | undefined },
        ),
      )
    },
  })
}

/** A municipality speaks as one, whatever else its party may be; everybody else for creditors. */
function asSide(caller: CallingParty): AgreementCaller {
  const municipality = caller.role === 'municipality' ? caller.municipality : undefined
  return { ...caller, municipality }
}

function shown(view: AgreementView): Shown {
  return {
    agreementId: view.agreementId,
    reference: view.reference,
    state: view.state,
    creditorId: view.creditor,
    ...(view.creditorName !== undefined && { creditorName: view.creditorName }),
    municipalityCode: view.municipality,
    ...(view.municipalityName !== undefined && { municipalityName: view.municipalityName }),
    sector: view.sector,
    startsOn: view.validFrom,
    ...(view.validUntil !== null && { endsOn: view.validUntil }),
    offeredAt: view.offeredAt.toISOString(),
    ...(view.acceptedAt !== null && { acceptedAt: view.acceptedAt.toISOString() }),
    ...(view.suspendedAt !== null && { suspendedAt: view.suspendedAt.toISOString() }),
    ...(view.endedAt !== null && { endedAt: view.endedAt.toISOString() }),
  }
}
