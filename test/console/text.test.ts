import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { speaker, TEXTS, type TextKey } from '../../src/console/text.js'
import { packageRoot } from '../../src/package-root.js'

const CONSOLE = join(packageRoot(), 'src/console')

t.test('every message says the same in both languages, with the same values', async (t) => {
  const valuesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
  for (const [key, [nl, en]] of Object.entries(TEXTS)) {
    for (const text of [nl, en] as string[]) t.ok(text.trim() === text && text !== '', key)
    t.strictSame(valuesIn(nl), valuesIn(en), key)
  }
})

t.test('every message is used, and pages hold no text of their own', async (t) => {
  const files = readdirSync(CONSOLE, { recursive: true, encoding: 'utf8' })
  const sources = files
    .filter((file) => file.endsWith('.ts') && !file.startsWith('texts'))
    .map((file) => readFileSync(join(CONSOLE, file), 'utf8'))
  const all = sources.join('\n')
  for (const key of Object.keys(TEXTS)) {
    if (/^(action|purpose|result|role|job|kind|status|step|decision|fact)\./.test(key)) continue
    t.ok(all.includes(`'${key}'`), key)
  }
})

t.test('a speaker', async (t) => {
  const [nl, en] = [speaker('nl'), speaker('en')]
  t.equal(nl.word('action', 'PULL'), 'Zaken opgehaald')
  t.equal(en.word('action', 'SOMETHING_NEW'), 'SOMETHING_NEW', 'an unknown word stays itself')
  t.equal(nl.number(12_345), '12.345')
  t.equal(en.number(12_345), '12,345')
  t.match(nl.instant(new Date('2026-08-10T22:30:00Z')), /11 aug/, 'on the clocks of Amsterdam')
  t.equal(nl.say('form.required' as TextKey, { field: '<b>' }), 'Vul <b> in.')
})
