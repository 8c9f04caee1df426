import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { speaker, TEXTS, WORD_KINDS, type TextKey } from '../../src/console/text.js'
import { DELIVERING_TEXTS, RECEIPT_TEXTS } from '../../src/console/texts/deliver.js'
import { packageRoot } from '../../src/package-root.js'

const CONSOLE = join(packageRoot(), 'src/console')
const BROWSER = join(packageRoot(), 'src/browser')
const OF_SCRIPTS = { ...DELIVERING_TEXTS, ...RECEIPT_TEXTS }

t.test('every message says the same in both languages, with the same values', async (t) => {
  const valuesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
  for (const [key, [nl, en]] of Object.entries({ ...TEXTS, ...OF_SCRIPTS })) {
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
    const [kind = ''] = key.split('.')
    if ((WORD_KINDS as readonly string[]).includes(kind)) continue
    // Some are put together: `keys.${status}`.
    t.ok(all.includes(`'${key}'`) || all.includes(`\`${kind}.\${`), key)
  }
})

t.test('every message of a script is used by one', async (t) => {
  const sources = readdirSync(BROWSER)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(BROWSER, file), 'utf8'))
  const all = sources.join('\n')
  for (const key of Object.keys(OF_SCRIPTS)) {
    // Of these the last word comes from the hub's answer, or from what was wrong.
    if (/^(deliver\.(key|status)\.|[A-Z])/.test(key)) continue
    const last = key.replace(/^deliver\./, '')
    t.ok(all.includes(`'${key}'`) || all.includes(`'${last}'`), key)
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
