import { copyFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { checkLog } from '../helpers/check-log.js'
import { lastLine, runCommand } from '../helpers/command.js'
import { ALMERE, municipalParty, STROOM, WONING } from '../helpers/hub.js'
import { RESIDENT, startPopulatedHub } from '../helpers/populated-hub.js'
import { id, report } from '../notifications/build.js'
import { writeKeyOf, writePartyFolder } from './delivery/party-folder.js'

const MONTH = '2026-08'

t.test(
  'sealing keys, from the first to the lost one, by commands',
  { timeout: 600_000 },
  async (t) => {
    const hub = await startPopulatedHub(t)
    const folder = t.testdir({
      opened: {},
      phrase: 'acht kleine kano varen\n',
      wrong: 'een andere zin\n',
    })
    const first = await writePartyFolder(join(folder, 'first'), hub, hub.asMunicipality(ALMERE))
    writeKeyOf(first, hub, ALMERE)
    const colleague = await hub.colleagueOf(municipalParty(ALMERE))
    const second = await writePartyFolder(join(folder, 'second'), hub, colleague)
    const phrase = ['--passphrase-file', join(folder, 'phrase')]
    const run = (...words: string[]) => runCommand(['municipality', ...words, '--json'])
    const pull = () => run('pull', MONTH, '--out', join(folder, 'opened'), '--party', first)
    let keyId = ''
    let backup = ''

    await t.test(
      'a new key is made with its backup, offered, and confirmed by a second person',
      async (t) => {
        const made = await run('keygen', ...phrase, '--party', first)
        t.equal(made.code, 0, made.stderr)
        ;({ keyId, backup } = lastLine(made))
        const offered = lastLine(await run('offer-key', keyId, '--party', first))
        t.match(offered, { version: 2 }, 'one more than the last, without looking it up')
        const alone = await run('confirm-key', keyId, offered.answer, '--party', first)
        t.match(lastLine(alone), { error: 'sealing_key.second_person' })
        const confirmed = await run('confirm-key', keyId, offered.answer, '--party', second)
        t.match(lastLine(confirmed), { keyId, version: 2, status: 'ACTIVE' })
        const { sealingKeys } = lastLine(await run('keys', '--party', second))
        t.strictSame(
          sealingKeys.map(({ version }: { version: number }) => version).sort(),
          [1, 2],
          'both are known',
        )
      },
    )

    await t.test('what was sealed for the key before is opened beside it', async (t) => {
      const pulled = await pull()
      t.match(lastLine(pulled), { cases: 4, opened: 5 }, pulled.stderr)
    })

    await t.test('a key that was lost, with its backup: creditors deliver anew', async (t) => {
      const own = join(first, 'sealing')
      const before = readdirSync(own).filter(
        (name) => name.endsWith('.jwk') && !name.startsWith(keyId),
      )
      for (const name of before) rmSync(join(own, name))
      const refused = await pull()
      t.equal(refused.code, 1)
      t.match(lastLine(refused), { error: 'delivery_key' })
      t.match(lastLine(await run('redeliver', MONTH, '--party', first)), { month: MONTH, asked: 5 })
      const again = (items: readonly object[]) =>
        items.map((one) => ({ ...one, kind: 'REDELIVERY' }))
      const crisis = { crisis: true, crisisGround: 'EVICTION' }
      const water = { creditorId: STROOM, sector: 'WATER' }
      for (const [creditor, items] of [
        [WONING, [report(1), report(2), report(3, crisis)]],
        [STROOM, [report(11, { ...water, ...RESIDENT }), report(12, water)]],
      ] as const) {
        const { body, text } = await hub.as(creditor).submit(id(9_700 + items.length), again(items))
        t.equal(body.counts?.rejected, 0, text)
      }
      t.match(lastLine(await pull()), { cases: 4, opened: 5 }, 'under the new key')
      t.match(lastLine(await run('redeliver', MONTH, '--party', first)), { asked: 0 })
    })

    await t.test(
      'a key that was lost, but not its backup: it comes back under its passphrase',
      async (t) => {
        copyFileSync(backup, join(folder, 'kept.backup'))
        rmSync(join(first, 'sealing'), { recursive: true })
        t.equal((await pull()).code, 1)
        const restore = (file: string) =>
          run(
            'restore-key',
            join(folder, 'kept.backup'),
            '--passphrase-file',
            join(folder, file),
            '--party',
            first,
          )
        t.match(lastLine(await restore('wrong')), { error: 'backup.unreadable' })
        t.match(lastLine(await restore('phrase')), { keyId })
        t.match(lastLine(await pull()), { cases: 4, opened: 5 })
      },
    )

    await t.test('afterwards the whole log verifies', (t) => checkLog(t, hub.context))
  },
)
