import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { trustAnchors } from '../../../certs/authority.js'
import { FILES } from '../../../certs/folder.js'
import type { Context } from '../../context.js'
import { pathUnder } from '../../crypto/chain.js'
import { isCertificateRequest, readCertificateRequest } from '../../crypto/certificate-request.js'
import { verifyDetached } from '../../crypto/jws.js'
import { splitRevocationLists } from '../../crypto/revocation.js'
import type { VerificationKey } from '../../crypto/signature-key.js'
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { HubError } from '../../kernel/errors.js'
import {
  checkCertificate,
  type CheckedCertificate,
  type PartyId,
  type Purpose,
} from '../../parties/index.js'
import { assertNotTakenBack } from '../../registry/index.js'
import { APPLICATION_TYPE, PROOF_HEADERS } from '../application.js'
import { revocationFilesOf } from '../../sandbox-authority.js'
import { ownAuthority } from '../issuing/service.js'

/** A key that an applicant brings: in a request, or in a certificate that somebody issued. */
export interface BroughtKey {
  readonly purpose: Purpose
  readonly pem: string
  readonly keyHash: string
  /** What the register would keep; `undefined` for a request, whose certificate is still to come. */
  readonly certificate: CheckedCertificate | undefined
  /** What a proof of its possession is checked with. */
  readonly verification: VerificationKey
}

type KeyContext = Pick<Context, 'config' | 'clock'>

/**
 * Reads the key for one purpose. A certificate must be in force, fit for its purpose, issued to this
 * organisation and under an authority that the hub accepts, and not be taken back at any level; a request is only signed by its own key.
 *
 * @param party The organisation; `undefined` for one without number, which can bring no certificate.
 * @throws {HubError} `certificate.*`
 */
export async function readBroughtKey(
  context: KeyContext,
  party: PartyId | undefined,
  purpose: Purpose,
  pem: string,
): Promise<BroughtKey> {
  if (isCertificateRequest(pem)) {
    const { keyId, keyHash, publicKey } = await readCertificateRequest(pem)
    const verification = { fingerprint: keyId, publicKey }
    return { purpose, pem, keyHash, certificate: undefined, verification }
  }
  if (party === undefined) {
    throw new HubError(
      'certificate.organisation_number',
      'Without an organisation number, send a request for a certificate of the hub.',
    )
  }
  const now = context.clock.now()
  const { sandbox } = context.config
  const certificate = checkCertificate(pem, party, purpose, null, { now, sandbox })
  await assertIssuer(context, purpose, pem)
  const { keyHash, keyId, jwk, fingerprint } = certificate
  const verification = {
    fingerprint: Buffer.from(fingerprint, 'hex').toString('base64url'),
    aliases: [keyId, fingerprint],
    publicKey: createPublicKey({ key: JSON.parse(jwk) as JsonWebKey, format: 'jwk' }),
  }
  return { purpose, pem, keyHash, certificate, verification }
}

/**
 * Nobody but authorities that may issue for this purpose, and none of the path taken back; in a
 * sandbox, its own. No handshake looks at a certificate that is brought, so this does.
 */
async function assertIssuer(
  { config, clock }: KeyContext,
  purpose: Purpose,
  pem: string,
): Promise<void> {
  const { tls } = config
  const anchors =
    tls === undefined
      ? trustAnchors(ownAuthority(config))
      : readFileSync(purpose === 'transport' ? tls.clientCa : tls.signingCa, 'utf8')
  const now = clock.now()
  const path = pathUnder(pem, anchors, now)
  if (path === undefined) {
    throw new HubError(
      'certificate.untrusted',
      `No authority that the hub accepts for ${purpose} issued the certificate.`,
    )
  }
  const lists = listsOf(config)
  // A sandbox whose authority never wrote a list has taken nothing back.
  if (lists.length === 0 && tls === undefined) return
  await assertNotTakenBack(path, lists, now)
}

function listsOf(config: KeyContext['config']): readonly string[] {
  const own = join(config.authorityDir ?? join(config.dataDir, 'pki'), FILES.lists)
  const files = config.tls === undefined ? [own].filter(existsSync) : revocationFilesOf(config)
  return files.flatMap((file) => splitRevocationLists(readFileSync(file, 'utf8')))
}

/**
 * Checks that who sent the bytes holds a key.
 *
 * @param values Every occurrence of the header of this purpose.
 * @throws {HubError} `enrolment.not_proven`, with the cause as the code of its place.
 */
export async function assertHeld(
  { clock }: Pick<Context, 'clock'>,
  { purpose, verification }: BroughtKey,
  body: Buffer,
  values: readonly string[],
): Promise<void> {
  const headerName = PROOF_HEADERS[purpose]
  try {
    await verifyDetached({
      headerValues: values,
      headerName,
      body,
      expectedType: APPLICATION_TYPE,
      findKey: () => verification,
      now: clock.now(),
    })
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    throw new HubError('enrolment.not_proven', `The key for ${purpose} is not proven.`, {
      places: [{ pointer: `/${purpose}`, code: error.code, detail: error.message }],
    })
  }
}
