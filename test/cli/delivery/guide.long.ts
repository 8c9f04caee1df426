import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import {
  explain,
  FIELDS,
  fieldOfHeading,
  headingOf,
  type FieldName,
} from '../../../src/spreadsheet/index.js'
import { readWord } from '../../../src/spreadsheet/words.js'
import { ALMERE, municipalParty, startHub, WONING } from '../../helpers/hub.js'
import { writePartyFolder } from './party-folder.js'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const GUIDES = [
  ['nl', 'VERHUURDERS.md', 'mijn-organisatie', /1 aanvaard/],
  ['en', 'LANDLORDS.md', 'my-organisation', /1 accepted/],
] as const

t.test('a landlord who does what the guide says delivers', { timeout: 600_000 }, async (t) => {
  for (const [language, name, folder, accepted] of GUIDES) {
    await t.test(name, async (t) => {
      const hub = await startHub(t)
      await hub.sql(`UPDATE party SET name = 'Gemeente Almere' WHERE id = $1`, [
        municipalParty(ALMERE),
      ])
      const here = t.testdir({ bin: {} })
      await writePartyFolder(join(here, folder), hub, hub.as(WONING))
      // What is printed is run as it is; only npx finds the program in this checkout.
      const program = `${process.execPath} --import ${ROOT}node_modules/tsx/dist/loader.mjs ${ROOT}src/cli/main.ts`
      writeFileSync(join(here, 'bin', 'npx'), `#!/bin/sh\nshift\nexec ${program} "$@"\n`, {
        mode: 0o755,
      })
      const guide = readFileSync(join(ROOT, name), 'utf8')
      const commands = [...guide.matchAll(/```sh\n([^]*?)```/g)].map(([, text]) => text!)
      t.equal(commands.length, 6)
      const said: string[] = []
      for (const command of commands) {
        const shell = spawn('sh', ['-ec', command], {
          cwd: here,
          env: { PATH: `${join(here, 'bin')}:${process.env['PATH']}` },
        })
        let text = ''
        for (const stream of [shell.stdout, shell.stderr]) {
          stream.on('data', (piece: Buffer) => (text += piece.toString()))
        }
        const [code] = (await once(shell, 'close')) as [number | null]
        t.equal(code, 0, `${command}${text}`)
        said.push(text)
      }
      t.match(said[2], accepted)
      t.match(said[3], 'word for word')
      t.match(said[4], language === 'nl' ? /al afgeleverd/ : /delivered before/)
      const [{ count } = { count: '' }] = await hub.sql<{ count: string }>(
        'SELECT count(*) FROM notification',
      )
      t.equal(count, '1')
    })
  }
})

t.test('the guides name every column, under the heading that is asked for', async (t) => {
  for (const [language, name] of GUIDES) {
    const text = readFileSync(join(ROOT, name), 'utf8')
    const table = text.slice(text.lastIndexOf('## '))
    const rows = [...table.matchAll(/^\| (.+?) +\| (.*?) *\|$/gm)].slice(2)
    const words = new Map(
      rows.map(([, heading, holds]) => [
        fieldOfHeading(heading!)?.name,
        [heading, holds!] as const,
      ]),
    )
    for (const { name: field } of FIELDS) {
      if (field === 'arrearsCents') continue
      t.match(words.get(field)?.[0], headingOf(field, language), field)
    }
    for (const list of ['sector', 'kind', 'crisisGround', 'withdrawalReason'] as const) {
      const [, holds] = words.get(list satisfies FieldName)!
      for (const word of holds.replace(/\(.*?\)/g, '').split(',')) t.ok(readWord(word, list), word)
    }
    const guide = { nl: 'handleiding voor verhuurders', en: 'guide for landlords' }[language]
    t.match(explain('WORD_UNKNOWN', language).remedy, guide)
  }
})
