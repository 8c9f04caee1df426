import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findPlaintext } from '../../src/demo/plaintext-search.js'

const CANARY = 'Ünïqeué-Kanarie'
const bytes = Buffer.from(CANARY)

t.test('a planted text is found in every spelling, also where pieces of a file meet', async (t) => {
  const spelled: Record<string, Buffer> = {
    'UTF-8': bytes,
    'UTF-16': Buffer.from(CANARY, 'utf16le'),
    'JSON escapes': Buffer.from(JSON.stringify(CANARY).replace(/[^\x20-\x7e]/g, escape)),
    hexadecimal: Buffer.from(bytes.toString('hex')),
    'byte values': Buffer.from(JSON.stringify([...bytes])),
  }
  for (const [encoding, content] of Object.entries(spelled)) {
    for (const before of [0, 7, (1 << 20) - 5]) {
      const folder = t.testdir({})
      mkdirSync(join(folder, 'deep'))
      const file = join(folder, 'deep', 'some.bin')
      writeFileSync(file, Buffer.concat([Buffer.alloc(before, 0x55), content, Buffer.alloc(9)]))
      const hits = await findPlaintext([folder], ['someone else', CANARY])
      t.strictSame(hits, [{ file, encoding, text: 1 }], `${encoding} after ${before} bytes`)
    }
  }
})

t.test('base64 is found at each alignment, in both alphabets', async (t) => {
  for (const encoding of ['base64', 'base64url'] as const) {
    for (const offset of [0, 1, 2]) {
      const content = Buffer.concat([Buffer.alloc(offset, 0xfb), bytes, Buffer.alloc(4, 0xff)])
      const folder = t.testdir({ 'token.txt': content.toString(encoding) })
      const hits = await findPlaintext([folder], [CANARY])
      t.match(hits, [{ encoding: 'base64', text: 0 }], `${encoding} from ${offset}`)
    }
  }
})

t.test('nothing is found where nothing stands', async (t) => {
  const folder = t.testdir({ 'a.txt': 'nobody here', 'b.bin': Buffer.alloc(3_000_000, 1) })
  t.strictSame(await findPlaintext([folder], [CANARY]), [])
})

function escape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
