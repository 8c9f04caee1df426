import { createPublicKey, X509Certificate, type JsonWebKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { flattenedVerify } from 'jose'
import t from 'tap'
import { digestLine } from '../../src/crypto/jws-form.js'
import { FORMER_SIGNATURE_HEADER, SIGNATURE_HEADER, verifyDetached } from '../../src/crypto/jws.js'
import { sha256 } from '../../src/crypto/hash.js'
import type { VerificationKey } from '../../src/crypto/signature-key.js'
import { CATALOGUE } from '../../src/http/problem.js'
import { HubError } from '../../src/kernel/errors.js'

interface Key {
  readonly algorithm: string
  readonly party: string
  readonly purpose: 'signing' | 'transport'
  readonly certificate: string
  readonly 'x5t#S256': string
  readonly kid: string
  readonly jwk: JsonWebKey
  readonly revoked?: boolean
  readonly validTo?: string
}

interface Vector {
  readonly name: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
  readonly expected?: string
}

interface Vectors {
  readonly now: string
  readonly party: string
  readonly typ: string
  readonly vectors: readonly Vector[]
}

const read = <Content>(name: string) =>
  JSON.parse(
    readFileSync(
      new URL(`../../openapi/examples/signatures/${name}.json`, import.meta.url),
      'utf8',
    ),
  ) as Content
const { keys } = read<{ keys: readonly Key[] }>('keys')
const accepted = read<Vectors>('accepted')
const refused = read<Vectors>('refused')

async function outcomeOf({ headers, body }: Vector, { now, party, typ }: Vectors): Promise<string> {
  const names = headers.map(([name]) => name.toLowerCase())
  const isFormer = !names.includes(SIGNATURE_HEADER) && names.includes(FORMER_SIGNATURE_HEADER)
  try {
    await verifyDetached({
      headerValues: headers.map(([, value]) => value),
      headerName: isFormer ? FORMER_SIGNATURE_HEADER : SIGNATURE_HEADER,
      body: Buffer.from(body),
      expectedType: typ,
      party,
      findKey: (reference) => registered.get(reference),
      now: new Date(now),
    })
    return 'accepted'
  } catch (error) {
    if (error instanceof HubError) return error.code
    throw error
  }
}

const registered = new Map(
  keys.flatMap((key) => {
    const entry: VerificationKey = {
      fingerprint: key['x5t#S256'],
      aliases: [key.kid],
      publicKey: createPublicKey({ key: key.jwk, format: 'jwk' }),
      party: key.party,
      purpose: key.purpose,
      revoked: key.revoked === true,
      ...(key.validTo !== undefined && { validTo: new Date(key.validTo) }),
    }
    return [key.kid, key['x5t#S256']].map((name) => [name, entry] as const)
  }),
)

t.test('vectors that hold are accepted, by the hub and by another library', async (t) => {
  for (const vector of accepted.vectors) {
    t.equal(await outcomeOf(vector, accepted), 'accepted', vector.name)
    const [encoded, , signature] = vector.headers[0]![1].split('.')
    const header = JSON.parse(Buffer.from(encoded!, 'base64url').toString()) as Record<
      string,
      string
    >
    const body = Buffer.from(vector.body)
    const payload = 'sigD' in header ? digestLine(sha256(body)) : body.toString('base64url')
    const key = registered.get(header['x5t#S256'] ?? header['kid']!)!
    const jws = { protected: encoded!, payload, signature: signature! }
    await flattenedVerify(jws, key.publicKey, { crit: { sigD: true } })
  }
})

t.test('vectors that do not hold are refused, each with its own code', async (t) => {
  for (const vector of refused.vectors) {
    t.equal(await outcomeOf(vector, refused), vector.expected, vector.name)
  }
})

t.test('there is a vector for every code of signatures', async (t) => {
  const codes = Object.keys(CATALOGUE).filter((code) => code.startsWith('signature.'))
  const shown = new Set(refused.vectors.map(({ expected }) => expected))
  t.strictSame(
    codes.filter((code) => !shown.has(code)),
    [],
  )
})

t.test('the keys are public, and those of their certificates', async (t) => {
  t.notMatch(JSON.stringify(keys), /PRIVATE|"(d|p|q|dp|dq|qi)":/)
  for (const key of keys) {
    const certificate = new X509Certificate(Buffer.from(key.certificate, 'base64'))
    t.same(certificate.publicKey.export({ format: 'jwk' }), key.jwk, key.kid)
    t.equal(sha256(certificate.raw).toString('base64url'), key['x5t#S256'])
  }
})
