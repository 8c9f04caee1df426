import type { FastifyReply, FastifyRequest } from 'fastify'
import { SIGNATURE_HEADER, signDetached, signDigest } from '../crypto/jws.js'
import type { SigningKey } from '../crypto/signature-key.js'
import type { Clock } from '../kernel/clock.js'
import { operationOf, serialise, type OperationId } from './contract.js'

/** An answer as it is sent, stored, and sent again. */
export interface SignedAnswer {
  /** Exact text of the body. */
  readonly text: string
  /** Value of `Payload-Signature`. */
  readonly signature: string
}

/** What signs the answers of a hub. */
export interface AnswerSigner {
  readonly keys: { readonly signing: SigningKey }
  readonly clock: Clock
}

/**
 * Makes an answer that is stored before it is sent, so that a repeat gets the very same bytes. The
 * text goes through the contract's serialiser, as every answer does.
 *
 * @throws {Error} When the contract does not have this answer signed: a bug.
 */
export function signAnswer(
  { keys, clock }: AnswerSigner,
  operationId: OperationId,
  status: number,
  answer: object,
): SignedAnswer {
  const { responseTyp } = operationOf(operationId)
  if (responseTyp === undefined) throw new Error(`the hub does not sign ${operationId}`)
  const text = serialise(operationId, status, answer)
  const signature = signDetached(Buffer.from(text), keys.signing, {
    typ: responseTyp,
    iat: clock.now(),
  })
  return { text, signature }
}

/**
 * Signs and sends an answer that is at hand as bytes, with their digest: large ones are not turned
 * into bytes and hashed once more.
 *
 * @param digest SHA-256 of the bytes.
 * @throws {Error} When the contract does not have this answer signed: a bug.
 */
export function sendBytes(
  reply: FastifyReply,
  { keys, clock }: AnswerSigner,
  operationId: OperationId,
  { bytes, digest }: { readonly bytes: Buffer; readonly digest: Buffer },
): FastifyReply {
  const { responseTyp } = operationOf(operationId)
  if (responseTyp === undefined) throw new Error(`the hub does not sign ${operationId}`)
  const signature = signDigest(digest, keys.signing, { typ: responseTyp, iat: clock.now() })
  return reply
    .type('application/json; charset=utf-8')
    .header(SIGNATURE_HEADER, signature)
    .send(bytes)
}

/** Sends a stored answer: its bytes and its signature, unchanged. */
export function sendSigned(
  reply: FastifyReply,
  status: number,
  answer: SignedAnswer,
): FastifyReply {
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .header(SIGNATURE_HEADER, answer.signature)
    .send(answer.text)
}

/** Signs successful answers over the text that leaves; stored ones bring their signature along. */
export function answerSigning({ keys, clock }: AnswerSigner) {
  return async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    const typ = request.routeOptions.config?.operation?.responseTyp
    if (typ === undefined || !isSuccess(reply.statusCode)) return payload
    if (reply.hasHeader(SIGNATURE_HEADER)) return payload
    if (typeof payload !== 'string') throw new Error('an answer that is signed is sent as a text')
    const options = { typ, iat: clock.now() }
    void reply.header(SIGNATURE_HEADER, signDetached(Buffer.from(payload), keys.signing, options))
    return payload
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}
