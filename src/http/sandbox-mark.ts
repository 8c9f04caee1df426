import type { FastifyInstance } from 'fastify'

/** On every answer of a sandbox, refusals and broken HTTP included; a hub in production has none. */
export const SANDBOX_HEADERS: Readonly<Record<string, string>> = { 'hub-environment': 'sandbox' }

const BANNER =
  '<aside aria-label="Sandbox"><p><strong>Sandbox</strong> – ' +
  '<span lang="nl">proefomgeving met verzonnen mensen; niets hiervan is echt.</span> ' +
  '<span lang="en">a hub for trials with invented people; nothing here is real.</span></p></aside>'

/** A page with the banner of the sandbox as the first thing in its body. */
export function bannered(page: string): string {
  return page.replace(/<body[^>]*>/, (body) => `${body}${BANNER}`)
}

/** Puts the mark of a sandbox on every answer of a listener, and the banner on every page. */
export function markSandbox(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    void reply.headers(SANDBOX_HEADERS)
  })
  app.addHook('onSend', async (_request, reply, payload) => {
    void reply.headers(SANDBOX_HEADERS)
    const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html')
    if (!isPage || !(typeof payload === 'string' || Buffer.isBuffer(payload))) return payload
    reply.removeHeader('content-length')
    return bannered(payload.toString())
  })
}
