import { createHash, randomBytes, type KeyObject } from 'node:crypto'
import { Agent, fetch } from 'undici'
import { signDetached } from '../crypto/jws.js'
import { thumbprint } from '../crypto/jwk.js'
import { signingKey } from '../crypto/signature-key.js'
import { APPLICATION_TYPE, type Application } from '../enrolment/application.js'
import { randomId } from '../kernel/identifiers.js'
import { RefusedError } from './problem.js'
import { unreachable } from './transport.js'

/** What an organisation says of itself and wishes for. */
export type ApplicationFields = Pick<
  Application,
  'organisation' | 'roles' | 'transport' | 'signing' | 'wishes'
>

/** An application that is signed with both keys, and the secret that asks how it stands. */
export interface SignedApplication {
  readonly enrolmentId: string
  /** Keep it: nobody else can ask. */
  readonly secret: string
  readonly text: string
  readonly headers: Readonly<Record<'Payload-Signature' | 'Transport-Signature', string>>
}

/** How an application stands. */
export interface ApplicationStatus {
  readonly enrolmentId: string
  readonly state: 'RECEIVED' | 'ACCEPTED' | 'REFUSED'
  readonly receivedAt: string
  readonly decidedAt?: string
  readonly reason?: string
  readonly partyId?: string
  readonly certificates?: { readonly transport: string; readonly signing: string }
}

/** Where a hub takes applications. */
export interface PublicListener {
  readonly url: string
  /** Authority of its certificate, when it is not a publicly trusted one. */
  readonly ca?: string | undefined
}

/**
 * Makes an application and signs it with both keys, which shows that its sender holds them. The keys
 * themselves go nowhere.
 *
 * @param hub Identifier of the hub, as its public listener tells at `/keys`.
 */
export function signApplication(
  hub: string,
  fields: ApplicationFields,
  keys: { readonly transport: KeyObject; readonly signing: KeyObject },
  now: Date,
): SignedApplication {
  const enrolmentId = randomId()
  const secret = randomBytes(32).toString('base64url')
  const text = JSON.stringify({
    hub,
    operation: 'requestEnrolment',
    enrolmentId,
    createdAt: now.toISOString(),
    nonce: randomBytes(32).toString('base64url'),
    ...fields,
    secretDigest: createHash('sha256').update(secret).digest('hex'),
  } satisfies Application)
  const proof = (key: KeyObject) =>
    signDetached(Buffer.from(text), signingKey(key, { kid: keyIdOf(key) }), {
      typ: APPLICATION_TYPE,
      iat: now,
    })
  const headers = {
    'Payload-Signature': proof(keys.signing),
    'Transport-Signature': proof(keys.transport),
  }
  return { enrolmentId, secret, text, headers }
}

/** The identifier of a hub. @throws {RefusedError} */
export async function hubIdOf(listener: PublicListener): Promise<string> {
  const answer = (await ask(listener, '/keys')) as { hub: string }
  return answer.hub
}

/** Sends an application; the same once more changes nothing. @throws {RefusedError} */
export async function sendApplication(
  listener: PublicListener,
  { text, headers }: Pick<SignedApplication, 'text' | 'headers'>,
): Promise<void> {
  await ask(listener, '/enrolments', text, headers)
}

/** Asks how an application stands. @throws {RefusedError} */
export async function askApplication(
  listener: PublicListener,
  { enrolmentId, secret }: Pick<SignedApplication, 'enrolmentId' | 'secret'>,
): Promise<ApplicationStatus> {
  const text = JSON.stringify({ enrolmentId, secret })
  return (await ask(listener, '/enrolments/_status', text)) as ApplicationStatus
}

async function ask(
  { url, ca }: PublicListener,
  path: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const dispatcher = new Agent(ca === undefined ? {} : { connect: { ca } })
  try {
    const answer = await fetch(new URL(path, url), {
      dispatcher,
      redirect: 'error',
      ...(body !== undefined && {
        method: 'POST',
        body,
        headers: { ...headers, 'Content-Type': 'application/json' },
      }),
    }).catch((error: unknown) => {
      throw unreachable(error)
    })
    const said = await answer.json().catch(() => undefined)
    if (!answer.ok) throw new RefusedError(answer.status, said)
    return said
  } finally {
    await dispatcher.close()
  }
}

/** Thumbprint of the public half (RFC 7638), whose members are among those of the private one. */
function keyIdOf(key: KeyObject): string {
  return thumbprint(key.export({ format: 'jwk' }))
}
