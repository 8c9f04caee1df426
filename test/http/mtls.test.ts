import t from 'tap'
import { OPERATIONS } from '../../src/http/contract.js'
import { startEdge } from './listener.js'

t.test('who is calling follows from the certificate of the connection', async (t) => {
  const edge = await startEdge(t, { answers: { listFeeds: () => ({ feeds: [] }) } })
  const { municipality, creditor, stranger } = edge.parties
  const ask = (party: { transport: typeof municipality.transport }) => edge.ask(party, '/v1/feeds')
  const known = (party: typeof municipality, purpose: 'transport' | 'signing' = 'transport') => {
    const hex = Buffer.from(party[purpose].fingerprint, 'base64url').toString('hex')
    return { hex, certificate: edge.known.get(hex)! }
  }

  t.test('200: a registered one in its role', async (t) => {
    t.equal((await ask(municipality)).status, 200)
    t.match(JSON.parse(edge.lines.at(-1)!), {
      operation: 'listFeeds',
      party: '00000099000000002000',
    })
  })

  t.test('403: a valid certificate that nobody registered, at every path', async (t) => {
    for (const path of ['/v1/feeds', '/v1/nothing', '/v1/mandates']) {
      t.match(await edge.ask(stranger, path), {
        status: 403,
        body: { code: 'certificate.unregistered' },
      })
    }
    t.match(edge.denials.at(-1), { actor: 'unknown', operation: 'listMandates' })
  })

  t.test('403: a certificate that was registered for signing', async (t) => {
    const answer = await ask({ transport: municipality.signing })
    t.match(answer, { status: 403, body: { code: 'certificate.wrong_purpose' } })
  })

  t.test('403 from the next request on the same party is revoked', async (t) => {
    const { hex, certificate } = known(municipality)
    for (const [state, code] of [
      ['REVOKED', 'certificate.revoked'],
      ['PARTY_ENDED', 'certificate.revoked'],
      ['EXPIRED', 'certificate.expired'],
    ] as const) {
      edge.known.set(hex, { ...certificate, state })
      t.match(await ask(municipality), { status: 403, body: { code } })
      edge.known.set(hex, certificate)
      t.equal((await ask(municipality)).status, 200)
    }
  })

  t.test('403: every operation for every role that it is not open to', async (t) => {
    for (const { operationId, method, url, roles } of OPERATIONS) {
      for (const role of ['creditor', 'municipality', 'officer'] as const) {
        if (roles.includes(role)) continue
        const answer = await edge.ask(edge.parties[role], url.replace(/:\w+/, 'x'), { method })
        const message = `${role} ${operationId}`
        t.match(answer, { status: 403, body: { code: 'party.role_not_allowed' } }, message)
        t.match(edge.denials.at(-1), {
          actor: edge.parties[role].organisationNumber,
          operation: operationId,
        })
      }
    }
  })

  t.test('403 even when the refusal cannot be logged', async (t) => {
    const closed = await startEdge(t, {
      gate: {
        findCertificate: async () => undefined,
        findSigningKey: async () => undefined,
        recordDenial: async () => {
          throw new Error('Jansen in a bound value')
        },
      },
    })
    t.match(await closed.ask(creditor, '/v1/mandates'), { status: 403 })
    t.match(closed.lines.join('\n'), /a refusal could not be logged/)
    t.notMatch(closed.lines.join('\n'), /Jansen/)
  })
})

t.test('a route that the contract does not have is not started', async (t) => {
  await t.rejects(
    startEdge(t, { features: [async (app) => void app.get('/v1/backdoor', async () => ({}))] }),
    { message: /not in the contract/ },
  )
})
