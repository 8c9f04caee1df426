import Fastify, { type FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import type { ServerOptions } from 'node:https'
import type { Witness, WitnessAnswer } from './witness.js'

/** Where a witness listens. */
export interface WitnessListen {
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  /** Without, it speaks plain HTTP: what it says is signed, and nothing it hears is secret. */
  readonly https?: ServerOptions
}

/** A witness that answers. */
export interface ServedWitness {
  readonly url: string
  close(): Promise<void>
}

/** A checkpoint, its proof and room for many signatures. */
const MOST_BODY_BYTES = 64 * 1024

/**
 * Serves a witness: `POST /add-checkpoint`, and `GET /<hash of an origin>/checkpoint` for whoever
 * wants to see what it signed last (C2SP tlog-witness).
 */
export async function serveWitness(
  witness: Witness,
  listen: WitnessListen,
): Promise<ServedWitness> {
  const settings = { bodyLimit: MOST_BODY_BYTES, requestTimeout: 30_000, trustProxy: false }
  // With and without TLS differ in the type of the socket only, and nothing here looks at that.
  const app =
    listen.https === undefined
      ? Fastify(settings)
      : (Fastify({ ...settings, https: listen.https }) as unknown as FastifyInstance)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.setErrorHandler<Error & { statusCode?: number }>(
    async ({ statusCode = 500 }, _request, reply) =>
      // What was sent is not repeated, whatever was wrong with it.
      reply
        .code(statusCode)
        .type('text/plain')
        .send(statusCode < 500 ? 'refused\n' : 'failed\n'),
  )
  app.setNotFoundHandler(async (_request, reply) =>
    reply.code(404).type('text/plain').send('nothing here\n'),
  )
  app.post('/add-checkpoint', async (request, reply) => {
    const { status, contentType, text }: WitnessAnswer = witness.add(
      typeof request.body === 'string' ? request.body : '',
    )
    return reply.code(status).header('content-type', contentType).send(text)
  })
  app.get<{ Params: { hash: string } }>('/:hash/checkpoint', async ({ params }, reply) => {
    const note = witness.latest(params.hash)
    if (note === undefined) return reply.callNotFound()
    return reply.type('text/plain; charset=utf-8').send(note)
  })
  await app.listen({ host: listen.host, port: listen.port })
  const { port } = app.server.address() as AddressInfo
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host
  const scheme = listen.https === undefined ? 'http' : 'https'
  return { url: `${scheme}://${host}:${port}`, close: () => app.close() }
}
