import { createHash } from 'node:crypto'
import { randomId } from '../../kernel/identifiers.js'
import { expectProblem, expectStatus, headerOf } from '../answers.js'
import { expect, type Case, type CaseGroup } from '../case.js'
import { craft, goodHeader } from '../crafted-signature.js'
import { signedHeaders, type WireRequest } from '../wire.js'
import { goodItem, type CreditorSubject } from './subject.js'

const TRIAL = '/notification-batches/_validate'

/** A request that must be refused, whoever sends it. */
function refused(
  what: string,
  status: number,
  code: string,
  path: string,
  request: WireRequest = {},
): Case<CreditorSubject> {
  return {
    name: `${what} is refused`,
    codes: [code],
    run: async ({ wire }) => expectProblem(await wire.ask(path, request), status, code),
  }
}

/** A well-signed trial with something wrong in its bytes or headers. */
function spoilt(
  what: string,
  status: number,
  code: string,
  spoil: (text: string) => { readonly text?: string; readonly headers?: Record<string, string> },
): Case<CreditorSubject> {
  return {
    name: `${what} is refused`,
    codes: [code],
    async run(subject) {
      const { wire } = subject
      const fields = { batchId: randomId(), notifications: [goodItem(subject)] }
      const good = wire.sign('validateNotificationBatch', fields).text
      const { text = good, headers = {} } = spoil(good)
      const value = craft(goodHeader(wire.signingKey, wire.clock.now()), text, wire.signingKey)
      const all = { ...signedHeaders(value), ...headers }
      const answer = await wire.ask(TRIAL, { method: 'POST', headers: all, body: text })
      expectProblem(answer, status, code)
    },
  }
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('base64')

/** HTTP as the contract wants it, and what every answer carries. */
export const REQUESTS: CaseGroup<CreditorSubject> = {
  group: 'requests',
  cases: [
    refused('an unknown path', 404, 'route.unknown', '/nothing-here'),
    refused('a path with a slash at its end', 404, 'route.unknown', '/mandates/'),
    refused('a method that the path does not have', 405, 'method.not_allowed', '/mandates', {
      method: 'PUT',
    }),
    refused('a caller that takes no JSON', 406, 'request.not_acceptable', '/mandates', {
      headers: { accept: 'text/csv' },
    }),
    refused('a transaction id that is none', 400, 'request.transaction_id', '/mandates', {
      headers: { 'fsc-transaction-id': 'none' },
    }),
    refused('another host', 421, 'request.misdirected', '/mandates', {
      headers: { host: 'other.example' },
    }),
    refused('an expectation other than 100-continue', 417, 'request.expectation', '/mandates', {
      headers: { expect: 'wonders' },
    }),
    refused('more than 16 KB of headers', 431, 'request.headers_too_large', '/mandates', {
      headers: { 'x-filler': 'a'.repeat(20_000) },
    }),
    refused('a body that is announced beyond the limit', 413, 'request.too_large', TRIAL, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': String(2 ** 31) },
    }),
    refused('a cursor of nobody', 400, 'feed.cursor', '/mandates?cursor=AAAA'),
    spoilt('a body that is not JSON', 400, 'request.unreadable_json', () => ({ text: '{"hub":' })),
    spoilt('a member that occurs twice', 400, 'request.unreadable_json', (text) => ({
      text: text.replace('{', '{"hub":"x",'),
    })),
    spoilt('JSON a thousand levels deep', 400, 'request.unreadable_json', () => ({
      text: `${'['.repeat(1000)}${']'.repeat(1000)}`,
    })),
    spoilt('another media type', 415, 'request.media_type', () => ({
      headers: { 'content-type': 'text/plain' },
    })),
    spoilt('a compressed body', 415, 'request.media_type', () => ({
      headers: { 'content-encoding': 'gzip' },
    })),
    spoilt('a digest of other bytes', 400, 'request.digest_mismatch', () => ({
      headers: { 'content-digest': `sha-256=:${digestOf('other')}:` },
    })),
    {
      name: 'a digest of the body is compared and accepted',
      async run(subject) {
        const { wire } = subject
        const fields = { batchId: randomId(), notifications: [goodItem(subject)] }
        const { text, signature } = wire.sign('validateNotificationBatch', fields)
        const digest = { 'content-digest': `sha-256=:${digestOf(text)}:` }
        const headers = { ...signedHeaders(signature), ...digest }
        expectStatus(await wire.ask(TRIAL, { method: 'POST', headers, body: text }), 200)
      },
    },
    {
      name: 'a transaction id comes back with the answer',
      async run({ wire }) {
        const id = '0199a4b2-3c00-7a10-8000-5d6e7f809102'
        const answer = await wire.ask('/mandates', { headers: { 'fsc-transaction-id': id } })
        expectStatus(answer, 200)
        expect(headerOf(answer, 'fsc-transaction-id') === id, 'it came back as another one')
      },
    },
    {
      name: 'every answer says its version and where the caller stands with its limit',
      async run({ wire }) {
        for (const path of ['/mandates', '/nothing-here']) {
          const answer = await wire.ask(path)
          expect(/^\d+\.\d+\.\d+$/.test(headerOf(answer, 'api-version') ?? ''), 'no API-Version')
          expect(
            /;q=\d+;w=\d+/.test(headerOf(answer, 'ratelimit-policy') ?? ''),
            'no RateLimit-Policy',
          )
          expect(/;r=\d+;t=\d+/.test(headerOf(answer, 'ratelimit') ?? ''), 'no RateLimit')
        }
      },
    },
  ],
}
