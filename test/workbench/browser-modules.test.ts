import { createPrivateKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { contactOf } from '../../src/browser/work/contact.js'
import { backUp, openFor, restore, sealFor } from '../../src/browser/work/jwe.js'
import { importPrivate, newPrivateJwk, readKeyFile } from '../../src/browser/work/private-key.js'
import { safeCell } from '../../src/cli/files/safe-cells.js'
import { csvOf, rowsOf, safe } from '../../src/browser/work/rows.js'
import { workbookOf } from '../../src/browser/work/xlsx.js'
import { openSheet } from '../../src/cli/files/open-sheet.js'
import { backUpKey, restoreKey } from '../../src/crypto/key-backup.js'
import { parseSealingKey, thumbprint } from '../../src/crypto/jwk.js'
import { decryptWith, encryptFor } from '../../src/crypto/recipient.js'

const PASSPHRASE = 'naïve café 12345'

t.test('keys of the browser and of the command line are the same keys', async (t) => {
  const jwk = (await newPrivateJwk()) as JsonWebKey & { kid: string }
  t.equal(jwk.kid, thumbprint(jwk))
  const { d: _, kid: __, ...publicJwk } = jwk
  const sealingKey = parseSealingKey(publicJwk)
  const { id, key } = await importPrivate(jwk)
  t.equal(id, sealingKey.kid)
  t.notOk(key.extractable)

  const hubs = encryptFor(sealingKey, 'jwk+json', Buffer.from('from the hub'))
  t.equal(Buffer.from(await openFor(key, hubs, 'jwk+json')).toString(), 'from the hub')
  await t.rejects(openFor(key, hubs, 'vroegsignaal-challenge'), 'kinds of content stay apart')
  const ours = await sealFor(publicJwk as never, id, 'jwk+json', Buffer.from('from the browser'))
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
  t.equal(decryptWith(privateKey, 'jwk+json', ours).toString(), 'from the browser')

  const backup = await backUp(jwk, PASSPHRASE)
  t.match(await restoreKey(backup, PASSPHRASE), { d: jwk.d })
  t.equal((await readKeyFile(await backUpKey(jwk, PASSPHRASE), PASSPHRASE)).id, id)
  await t.rejects(restore(backup, 'another passphrase'))
  await t.rejects(restore('{"d":"x"}', PASSPHRASE))
})

t.test('an RSA key opens and is sealed for as well', async (t) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
  const sealingKey = parseSealingKey(publicKey.export({ format: 'jwk' }))
  const { id, key } = await importPrivate(privateKey.export({ format: 'jwk' }) as never)
  const hubs = encryptFor(sealingKey, 'jwk+json', Buffer.from('x'))
  t.equal(Buffer.from(await openFor(key, hubs, 'jwk+json')).toString(), 'x')
  const ours = await sealFor(sealingKey.jwk as never, id, 'jwk+json', Buffer.from('y'))
  t.equal(decryptWith(privateKey, 'jwk+json', ours).toString(), 'y')
})

const NAUGHTY = [
  '=HYPERLINK("x")',
  '@SUM(1)',
  "O'Brien <b>",
  'İstanbul\u202e',
  '😀 \ud800',
  'a"b,c;d',
  '\u0000x',
]

t.test('files hold what was typed and nothing that a spreadsheet would run', async (t) => {
  const items = NAUGHTY.map((surname, at) => ({
    caseId: `case ${at}`,
    totalArrearsCents: -5,
    quality: ['NO_PHONE'],
    notifications: [{ identity: { person: { surname }, phone: ['+31600000000'] } }],
  }))
  const rows = rowsOf(items)
  t.equal(safe(-5), '-5', 'a number stays one')
  for (const cell of [...'=+-@\t\r\n|%a '].map((first) => `${first}1`)) {
    t.equal(safe(cell), safeCell(cell), 'the same rule as on the command line')
  }
  for (const cell of rows.flat()) t.notMatch(cell, /^[=@+\t\r]/)
  t.match(csvOf(rows), /"a""b,c;d"/)
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignaal-rows-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'a.xlsx')
  writeFileSync(path, workbookOf(rows))
  const read: string[] = []
  for await (const row of (await openSheet(path)).rows()) read.push(JSON.stringify(row))
  t.equal(read.length, NAUGHTY.length)
  t.match(read[2], /O'Brien <b>/)
  t.match(read[4], /😀/)
})

t.test('one household out of several notifications', async (t) => {
  const at = {
    street: 'Fictielaan',
    houseNumber: 1,
    addition: 'A',
    postcode: '1315ZZ',
    city: 'Almere',
  }
  const found = contactOf([
    { person: { initials: 'V.', surname: 'Verzonnen' }, address: at, phone: ['+316'] },
    {
      person: { initials: 'V.', prefix: 'van', surname: 'Verzonnen' },
      address: at,
      phone: ['+316', '+317'],
    },
    {
      person: { initials: 'V.', prefix: 'van', surname: 'Verzonnen' },
      address: at,
      email: ['v@post.example'],
    },
  ])
  t.strictSame(found, {
    name: 'V. van Verzonnen',
    address: ['Fictielaan 1 A', '1315 ZZ  Almere'],
    phone: ['+316', '+317'],
    email: ['v@post.example'],
  })
  t.strictSame(contactOf([]), { name: '', address: [], phone: [], email: [] })
})
