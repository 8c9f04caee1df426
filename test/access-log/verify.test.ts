import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { exportLog, recordAccess, sequencePending } from '../../src/access-log/index.js'
import type { VerifyOptions } from '../../src/access-log/verification.js'
import { verifyLog } from '../../src/access-log/verify.js'
import { noteSigner } from '../../src/crypto/signed-note.js'
import { inTransaction } from '../../src/db/transaction.js'
import { signCheckpoint } from '../../src/log-tree/checkpoint.js'
import { edgeRoot, growTree, splitHashes } from '../../src/log-tree/tiles.js'
import { checkLog } from '../helpers/check-log.js'
import { freshDatabase } from '../helpers/database.js'
import { accessEntry, logContext, scratchFolder } from '../helpers/log.js'

const SIZE = 700
const ALMERE = '00000099000000034000'
const OMMEN = '00000099000000175000'
const INTAKE = { role: 'vroegsignaal_intake' } as const

interface Line {
  index: number
  number: number
  salt: string
  record: Record<string, unknown>
}

t.test('an exported log', async (t) => {
  const database = await freshDatabase(t)
  const context = logContext(t, database.db)
  const add = (count: number) =>
    inTransaction(context.db, 'test.record', INTAKE, (tx) =>
      recordAccess(
        tx,
        context,
        Array.from({ length: count }, (_, at) =>
          accessEntry({ controller: at % 3 === 0 ? OMMEN : ALMERE, objects: { count: at } }),
        ),
      ),
    )
  await add(300)
  const early = await checkLog(t, context)
  await add(SIZE - 300)
  await sequencePending(context)
  const sound = join(scratchFolder(t), 'log')
  const exported = await exportLog(context, sound)

  /** What the verifier finds in a copy of the log after some harm. */
  function findings(harm: (folder: string) => void, options?: VerifyOptions) {
    const folder = scratchFolder(t)
    cpSync(sound, folder, { recursive: true })
    harm(folder)
    return verifyLog(folder, options).findings.map(({ kind, index }) => [kind, index])
  }

  /** Changes one byte of a file. */
  function flip(path: string, at: number): void {
    const bytes = readFileSync(path)
    bytes[at]! ^= 0x01
    writeFileSync(path, bytes)
  }

  function editLines(folder: string, controller: string, edit: (lines: Line[]) => Line[]): void {
    const path = join(folder, 'records', `${controller}.ndjson`)
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    const edited = edit(lines.map((line) => JSON.parse(line) as Line))
    writeFileSync(path, edited.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }

  /** Writes tiles, bundles and a well-signed checkpoint over other leaves, as whoever has the key. */
  function resign(folder: string, leaves: readonly Buffer[]): void {
    const { edge, roots } = growTree(0, [], leaves)
    rmSync(join(folder, 'tile/0'), { recursive: true })
    rmSync(join(folder, 'tile/1'), { recursive: true })
    cpSync(join(sound, 'tile'), join(folder, 'tile'), { recursive: true })
    for (let first = 0; first < leaves.length; first += 256) {
      const own = leaves.slice(first, first + 256)
      const name = `00${first / 256}${own.length === 256 ? '' : `.p/${own.length}`}`
      writeFileSync(join(folder, 'tile/0', name), Buffer.concat(own))
    }
    const above = roots.map(({ hash }) => hash)
    writeFileSync(join(folder, 'tile/1', `000.p/${above.length}`), Buffer.concat(above))
    const { logOrigin: origin } = context.config
    const checkpoint = { origin, size: leaves.length, root: edgeRoot(edge) }
    const note = signCheckpoint(checkpoint, noteSigner(origin, context.keys.log))
    writeFileSync(join(folder, 'checkpoint'), note)
  }

  const leaves = [0, 1, 2].flatMap((at) =>
    splitHashes(readFileSync(join(sound, `tile/0/00${at}${at === 2 ? '.p/188' : ''}`))),
  )

  t.test('a sound log', async (t) => {
    t.match(verifyLog(sound), { size: SIZE, records: SIZE, root: exported.root, findings: [] })
    t.strictSame(verifyLog(sound, { since: early.checkpoint }).findings, [])
    t.strictSame(readdirSync(sound).sort(), ['checkpoint', 'export', 'records', 'tile', 'vkey'])
    t.strictSame(
      findings((folder) => editLines(folder, ALMERE, (lines) => lines.toReversed())),
      [],
      'the order of lines in a file says nothing',
    )
    const { records } = await exportLog(context, join(scratchFolder(t), 'own'), [OMMEN])
    t.ok(records > 0 && records < SIZE)
    await t.rejects(exportLog(context, sound), RangeError)
  })

  t.test('an edited record is named', async (t) => {
    const edit = (change: (line: Line) => void) =>
      findings((folder) =>
        editLines(folder, OMMEN, (lines) => {
          const line = lines.find(({ index }) => index === 303)
          change(line!)
          return lines
        }),
      )
    const named = [['RECORD_EDITED', 303]]
    t.strictSame(
      edit((line) => (line.record['result'] = 'DENY')),
      named,
    )
    t.strictSame(
      edit((line) => (line.salt = 'ff'.repeat(32))),
      named,
    )
    const renumbered = edit((line) => (line.number = 5000))
    t.match(renumbered, [
      ['NUMBER_GAP', null],
      ['NUMBER_GAP', null],
      ['RECORD_EDITED', 303],
    ])
  })

  t.test('an edited leaf is named', async (t) => {
    t.strictSame(
      findings((folder) => flip(join(folder, 'tile/0/001'), 32 * 7 + 3)),
      [['LEAF_EDITED', 263]],
    )
    t.strictSame(
      findings((folder) => flip(join(folder, 'tile/0/002.p/188'), 32 * 187)),
      [['LEAF_EDITED', 699]],
    )
  })

  t.test('an edited bundle is named, also when its leaf was made to fit', async (t) => {
    const inBundle = (folder: string) => flip(join(folder, 'tile/entries/001'), 35 * 7 + 10)
    t.strictSame(findings(inBundle), [['BUNDLE_EDITED', 263]])
    const both = findings((folder) => {
      inBundle(folder)
      const bundle = readFileSync(join(folder, 'tile/entries/001'))
      const entry = bundle.subarray(35 * 7 + 2, 35 * 8)
      const path = join(folder, 'tile/0/001')
      const tile = readFileSync(path)
      createHash('sha256')
        .update(Buffer.concat([Buffer.of(0), entry]))
        .digest()
        .copy(tile, 32 * 7)
      writeFileSync(path, tile)
    })
    t.strictSame(both, [['LEAF_EDITED', 263]], 'the record still tells')
  })

  t.test('an edited tile of a higher level is named by the first leaf below it', async (t) => {
    t.strictSame(
      findings((folder) => flip(join(folder, 'tile/1/000.p/2'), 32)),
      [['TILE_EDITED', 256]],
    )
  })

  t.test('a deleted record is named, by index and by number', async (t) => {
    const inside = findings((folder) =>
      editLines(folder, ALMERE, (lines) => lines.filter(({ index }) => index !== 10)),
    )
    t.strictSame(inside, [
      ['NUMBER_GAP', null],
      ['RECORD_DELETED', 10],
    ])
    const last = findings((folder) => editLines(folder, ALMERE, (lines) => lines.slice(0, -1)))
    t.match(last, [
      ['NUMBER_GAP', null],
      ['RECORD_DELETED', 698],
    ])
    const added = findings((folder) => editLines(folder, OMMEN, (lines) => [...lines, lines[0]!]))
    t.strictSame(added, [['RECORD_UNKNOWN', 0]])
    t.strictSame(
      findings((folder) =>
        writeFileSync(join(folder, 'records/x.ndjson'), '{"index":0}\nrubbish\n'),
      ),
      [
        ['RECORD_UNKNOWN', null],
        ['RECORD_UNKNOWN', null],
      ],
    )
  })

  t.test('exchanged records are named', async (t) => {
    const swapped = findings((folder) =>
      editLines(folder, ALMERE, (lines) => {
        const [a, b] = [lines[3]!, lines[9]!]
        ;[a.index, b.index] = [b.index, a.index]
        return lines
      }),
    )
    t.strictSame(
      swapped.map(([kind]) => kind),
      ['RECORD_REORDERED', 'RECORD_REORDERED'],
    )
  })

  t.test('a truncated log', async (t) => {
    t.match(
      findings((folder) => rmSync(join(folder, 'tile/0/002.p/188'))),
      [['TILE_MISSING', 512]],
    )
    t.match(
      findings((folder) => rmSync(join(folder, 'tile/entries/001'))),
      [['TILE_MISSING', 256]],
    )
    t.match(
      findings((folder) => resign(folder, leaves.slice(0, 600))).filter(
        ([kind]) => !['RECORD_UNKNOWN', 'STATEMENT_INVALID', 'TILE_MISSING'].includes(String(kind)),
      ),
      [],
      'whoever has the key can sign a shorter log …',
    )
    const since = exported.checkpoint
    t.match(
      findings((folder) => resign(folder, leaves.slice(0, 600)), { since, partial: true }),
      /ROLLED_BACK,600/,
      '… but not for those who kept a checkpoint',
    )
  })

  t.test('a rewritten and signed history fails against a kept checkpoint', async (t) => {
    const other = leaves.with(100, leaves[101]!).with(101, leaves[100]!)
    const found = findings((folder) => resign(folder, other), { since: early.checkpoint })
    t.ok(found.some(([kind]) => kind === 'HISTORY_REWRITTEN'))
    t.strictSame(
      found.filter(([kind]) => kind === 'RECORD_REORDERED'),
      [
        ['RECORD_REORDERED', 100],
        ['RECORD_REORDERED', 101],
      ],
    )
  })

  t.test('a checkpoint of another key or text is refused', async (t) => {
    const refused = [['CHECKPOINT_INVALID', null]]
    t.strictSame(
      findings((folder) => flip(join(folder, 'checkpoint'), 30)),
      refused,
    )
    t.strictSame(
      findings((folder) => rmSync(join(folder, 'vkey'))),
      refused,
    )
    t.strictSame(
      findings((folder) => flip(join(folder, 'vkey'), 25)),
      refused,
    )
    const { keys } = logContext(t, database.db)
    const { verifierKey } = noteSigner(context.config.logOrigin, keys.log)
    t.strictSame(verifyLog(sound, { key: verifierKey }).findings.length, 1)
    t.strictSame(
      verifyLog(sound, { since: 'no checkpoint' }).findings.map(({ kind }) => kind),
      ['CHECKPOINT_INVALID'],
    )
  })

  t.test('leaves that lead nowhere are named by the tile they are in', async (t) => {
    const found = findings(
      (folder) => {
        flip(join(folder, 'tile/0/001'), 0)
        rmSync(join(folder, 'tile/entries'), { recursive: true })
        rmSync(join(folder, 'records'), { recursive: true })
      },
      { partial: true },
    )
    t.strictSame(
      found.filter(([kind]) => kind !== 'TILE_MISSING' && kind !== 'NUMBER_GAP'),
      [['ROOT_MISMATCH', 256]],
    )
  })
})
