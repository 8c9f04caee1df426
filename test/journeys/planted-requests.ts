import type { Canaries } from '../helpers/canaries.js'
import type { PartyCaller, WireRequest } from '../helpers/party-caller.js'
import { randomId } from '../../src/kernel/identifiers.js'
import type { AnyItem } from '../notifications/build.js'

const BATCHES = '/notification-batches'
const JSON_BODY = { 'content-type': 'application/json' }

/** One request that cannot be answered as asked, and the status that it must get. */
export interface BrokenRequest {
  readonly status: number
  readonly path: string
  readonly request: WireRequest
}

/** Requests of a creditor that are broken above the notifications: frame, JSON, signature, headers. */
export function brokenRequests(
  canaries: Canaries,
  creditor: PartyCaller,
  item: AnyItem,
): readonly BrokenRequest[] {
  const text = () => canaries.text()
  const batch = () => ({ batchId: randomId(), notifications: [item] })
  const good = () => creditor.sign('submitNotificationBatch', batch())
  const bytes = () => String(good().body)
  const to = (status: number, request: WireRequest, path = BATCHES) => ({ status, path, request })
  const signedBytes = (change: (body: string) => string | Buffer) =>
    creditor.signBytes(change(bytes()))
  return [
    // JSON that is none, signed as it is.
    to(
      400,
      signedBytes((body) => body.slice(0, body.indexOf('surname') + 16)),
    ),
    to(
      400,
      signedBytes((body) => `${body}${text()}`),
    ),
    to(
      400,
      signedBytes((body) => body.replace('"surname":', `"surname":"${text()}","surname":`)),
    ),
    to(
      400,
      signedBytes((body) => body.replace('"surname":"', `"surname":"\\x${text()}`)),
    ),
    to(
      400,
      signedBytes((body) => Buffer.concat([Buffer.from(body), Buffer.of(0xff, 0xfe)])),
    ),
    to(
      400,
      signedBytes(() => text()),
    ),
    to(
      400,
      signedBytes(() => JSON.stringify([text()])),
    ),
    // Frames that the contract does not know.
    to(400, creditor.sign('submitNotificationBatch', { ...batch(), [text()]: text() })),
    to(400, creditor.sign('submitNotificationBatch', { batchId: text(), notifications: [item] })),
    to(400, creditor.sign('submitNotificationBatch', { ...batch(), notifications: text() })),
    to(
      400,
      creditor.sign('submitNotificationBatch', { ...batch(), notifications: [text(), [text()]] }),
    ),
    // Signatures that do not fit, and bodies without one.
    to(401, { ...good(), body: bytes().replace('surname', 'surnamf') }),
    to(401, { headers: JSON_BODY, body: bytes() }),
    to(401, {
      headers: { ...JSON_BODY, 'payload-signature': Buffer.from(text()).toString('base64url') },
      body: bytes(),
    }),
    to(400, creditor.sign(`submit${Buffer.from(text()).toString('hex')}`, batch())),
    // Headers and addresses.
    to(415, {
      ...good(),
      headers: { ...good().headers, 'content-type': 'text/qanarie; x=qanarie' },
    }),
    to(404, good(), `/qanarie/${encodeURIComponent(text())}`),
    to(400, { method: 'GET' }, `${BATCHES}/${encodeURIComponent(text())}`),
    to(400, { method: 'GET' }, `/mandates?cursor=${encodeURIComponent(text())}`),
    to(400, { method: 'GET' }, `/mandates?${encodeURIComponent(text())}=1`),
    to(405, { method: 'PATCH', body: bytes(), headers: JSON_BODY }),
    to(403, { method: 'GET', headers: { 'if-none-match': '"qanarie"' } }, '/feeds/2026-08'),
  ]
}

/** Bytes that no HTTP library would send; each a list of pieces, and whether to hang up after them. */
export function brokenBytes(
  canaries: Canaries,
  body: string,
): readonly { readonly pieces: readonly (string | Buffer)[]; readonly hangUp?: boolean }[] {
  const text = () => canaries.text()
  const start = `POST /v1${BATCHES} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`
  const chunked = `${start}Transfer-Encoding: chunked\r\n\r\n`
  return [
    // Chunks: no length, a wrong one, an extension, a trailer, and an end that never comes.
    { pieces: [`${chunked}${text()}\r\n${text()}\r\n0\r\n\r\n`] },
    { pieces: [`${chunked}5\r\n${text()}${text()}\r\n0\r\n\r\n`] },
    { pieces: [`${chunked}4;${text()}="${text()}"\r\n{"a"\r\n0\r\n\r\n`] },
    { pieces: [`${chunked}2\r\n{}\r\n0\r\n${text()}: ${text()}\r\n\r\n`] },
    { pieces: [`${chunked}${body.length.toString(16)}\r\n${body}`], hangUp: true },
    // Headers: no colon, a bare line end, a byte that may not be there, two lengths, far too many.
    { pieces: [`${start}${text()}\r\n\r\n`] },
    { pieces: [`${start}X-Name: ${text()}\n\r${text()}\r\n\r\n`] },
    { pieces: [`${start}X-Name: ${text()}\0${text()}\r\n\r\n`] },
    { pieces: [`${start}Content-Length: 5\r\nContent-Length: 9\r\n\r\n${text()}`] },
    { pieces: [`${start}Content-Length: ${text()}\r\n\r\n${text()}`] },
    { pieces: [start, ...Array<string>(2_000).fill(`X-Name: ${text()}\r\n`), '\r\n'] },
    // Not HTTP at all, half a request, and more than one on a connection.
    { pieces: [`${text()} ${text()}\r\n\r\n`] },
    { pieces: [`${start}Content-Length: 9999\r\n\r\n${body.slice(0, 400)}`], hangUp: true },
    {
      pieces: [`GET /v1/feeds/${encodeURIComponent(text())}?${text()} HTTP/1.1\r\nHost: x\r\n\r\n`],
    },
    { pieces: [`GET /v1/feeds HTTP/9.7\r\nX-Name: ${text()}\r\n\r\n`] },
  ]
}
