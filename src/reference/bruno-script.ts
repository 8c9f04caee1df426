/**
 * What runs before every request of the collection, in the tester's own program: signs what has to be
 * signed. It moves the days of an example to today and gives it fresh identifiers, so that an example
 * can be sent as it stands; what is signed is what is then sent.
 */
export const SIGN_SCRIPT = `const { createHash, randomBytes, randomUUID, sign, constants, createPrivateKey, X509Certificate } = require('crypto')
const { readFileSync } = require('fs')
const { join } = require('path')

if (req.getHeader('Payload-Signature')) {
  const folder = join(bru.cwd(), bru.getEnvVar('folder'))
  const now = new Date()
  const example = JSON.parse(req.getBody())
  const days = Math.round((now - new Date(example.createdAt)) / 86400000)
  const moved = (day) => new Date(Date.parse(day) + days * 86400000).toISOString().slice(0, 10)
  const body = JSON.parse(req.getBody(), (name, value) =>
    /^\\d{4}-\\d{2}-\\d{2}$/.test(value) ? moved(value) : value,
  )
  for (const name of Object.keys(body)) {
    if (/^(batch|request|report|acknowledgement|confirmation)Id$/.test(name)) body[name] = randomUUID()
  }
  if (/NotificationBatch$/.test(body.operation)) {
    for (const item of body.notifications) item.notificationId = randomUUID()
  }
  body.hub = bru.getEnvVar('hubId')
  body.createdAt = now.toISOString()
  body.nonce = randomBytes(32).toString('base64url')
  const text = JSON.stringify(body)
  req.setBody(text)

  const key = createPrivateKey(readFileSync(join(folder, 'signing.key')))
  const certificate = new X509Certificate(readFileSync(join(folder, 'signing.pem')))
  const sha256 = (data) => createHash('sha256').update(data).digest()
  const isRsa = key.asymmetricKeyType === 'rsa'
  const header = Buffer.from(
    JSON.stringify({
      alg: isRsa ? 'PS256' : 'ES256',
      'x5t#S256': sha256(certificate.raw).toString('base64url'),
      iat: Math.floor(now / 1000),
      typ: 'vroegsignaal-request+jws',
      b64: false,
      crit: ['sigD', 'b64'],
      sigD: { mId: 'http://uri.etsi.org/19182/HttpHeaders', pars: ['digest'] },
    }),
  ).toString('base64url')
  const input = Buffer.from(header + '.digest: SHA-256=' + sha256(text).toString('base64'))
  const signature = isRsa
    ? sign('sha256', input, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
    : sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' })
  req.setHeader('Payload-Signature', header + '..' + signature.toString('base64url'))
}`
