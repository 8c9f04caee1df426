import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { generateHubKeys } from '../../src/crypto/hub-keys.js'
import { programmes } from '../../src/programmes/index.js'
import { operator } from '../helpers/operator.js'
import { testAuthority, testParty } from '../helpers/pki.js'

const VITENS = '00000099100000001000'
const AGENT = '00000099100000003000'
const ALMERE = '00000099000000034000'

t.test('admin, from an empty hub to a closed month', async (t) => {
  const { folder, run, json, file, look } = await operator(t)
  const party = await testParty(await testAuthority(), VITENS, 'Vitens')

  t.test('parties are added, listed and ended', async (t) => {
    t.match(await json('party', 'add', '--id', VITENS, '--name', 'Vitens', '--role', 'creditor'), {
      id: VITENS,
      exitCode: 0,
    })
    await json('party', 'add', '--id', AGENT, '--name', 'Agent', '--role', 'agent', 'creditor')
    t.match(
      await json('party', 'add', '--id', ALMERE, '--name', 'Almere', '--role', 'municipality'),
      { error: 'command.usage', exitCode: 2 },
    )
    const municipality = ['--role', 'municipality', '--municipality', '0034']
    await json('party', 'add', '--id', ALMERE, '--name', 'Almere', ...municipality)
    t.match(await json('party', 'add', '--name', 'De Wilg', '--role', 'creditor'), {
      id: /^VS-/,
      exitCode: 0,
    })
    const { lines } = await run('party', 'list')
    t.ok(lines.some((line) => /00000099000000034000 +Almere +municipality 0034/.test(line)))
    t.match(await json('party', 'end', AGENT), { ended: AGENT })
    t.match(await json('party', 'end', AGENT), { error: 'registry.unknown', exitCode: 1 })
  })

  t.test('what is wrong is one sentence and an exit code, never a stack', async (t) => {
    const refused = await run('party', 'add', '--id', '123', '--name', 'X', '--role', 'creditor')
    t.equal(refused.exitCode, 2)
    t.strictSame(refused.lines, [])
    t.equal(refused.notes.length, 1)
    t.notMatch(refused.notes.join(), / at |node_modules/)
    const real = '00000003273742220000'
    t.match(await json('party', 'add', '--id', real, '--name', 'X', '--role', 'creditor'), {
      error: 'certificate.test_number',
      exitCode: 1,
    })
    for (const role of ['officer', 'king']) {
      t.match(await json('party', 'add', '--name', 'X', '--role', role), { exitCode: 2 })
    }
    t.match(await json('party', 'add', '--name', 'X', '--role', 'agent', '--operator', 'Jan J'), {
      error: 'registry.invalid',
      exitCode: 1,
    })
  })

  t.test('certificates are registered from files, and revoked', async (t) => {
    const pem = file('transport.pem', party.transport.certificate)
    const add = ['certificate', 'add', pem, '--party', VITENS, '--purpose']
    const added = await json(...add, 'transport')
    t.match(added, { fingerprint: /^[0-9a-f]{64}$/, exitCode: 0 })
    t.match(await json(...add, 'signing'), { error: 'certificate.wrong_purpose', exitCode: 1 })
    t.match(await json(...add, 'both'), { exitCode: 2 })
    const missing = join(folder, 'nowhere.pem')
    t.match(await json('certificate', 'add', missing, '--party', VITENS, '--purpose', 'signing'), {
      error: 'file.unreadable',
      exitCode: 2,
    })
    t.match(await json('certificate', 'revoke', party.transport.fingerprint), {
      revoked: [(added as { fingerprint?: string }).fingerprint],
    })
    const { lines } = await run('certificate', 'list', '--party', VITENS)
    t.match(lines.at(-1), /transport.*revoked$/)
  })

  t.test('officers review a log', async (t) => {
    t.match(await json('officer', 'add', '--party', ALMERE, '--controller', ALMERE), {
      controller: ALMERE,
    })
    t.match(await json('officer', 'add', '--party', ALMERE, '--controller', 'hub'), {
      exitCode: 0,
    })
  })

  t.test('mandates come one by one or from a file, and end', async (t) => {
    const base = ['--creditor', VITENS, '--municipality', '0034', '--from', '2026-01-01']
    t.match(
      await json('mandate', 'add', '--agreement', 'LCV 1', '--sector', 'WATER', 'RENT', ...base),
      { added: 2 },
    )
    const csv = file(
      'mandates.csv',
      [
        '\uFEFFagreement,creditor,municipality,sector,from,until,entitled',
        `LCV 1,${VITENS},0034,WATER,2026-01-01,,`,
        `LCV 2,${VITENS},0175,WATER,2026-01-01,2026-12-31,creditorName;arrearsCents`,
      ].join('\r\n'),
    )
    t.match(await json('mandate', 'import', csv), { rows: 2, added: 1 })
    const { mandates } = (await json('mandate', 'list', '--creditor', VITENS)) as unknown as {
      mandates: { mandateId: string; municipality: string; entitledFields: string[] }[]
    }
    t.equal(mandates.length, 3)
    const ommen = mandates.find(({ municipality }) => municipality === '0175')!
    t.strictSame(ommen.entitledFields, ['creditorName', 'arrearsCents'])
    t.match(await json('mandate', 'end', ommen.mandateId, '--from', '2026-10-01'), { exitCode: 0 })
    t.match(await json('mandate', 'end', 'all', '--from', '2026-10-01'), { exitCode: 2 })
    const broken = file('broken.csv', `agreement,creditor\nLCV,${VITENS}`)
    t.match(await json('mandate', 'import', broken), { message: /municipality/, exitCode: 2 })
    const wrong = file(
      'wrong.csv',
      `agreement,creditor,municipality,sector,from\nLCV,${VITENS},34,WATER,2026-01-01`,
    )
    t.match(await json('mandate', 'import', wrong), { message: /line 2/, exitCode: 2 })
  })

  t.test('agencies begin and end', async (t) => {
    await json('party', 'add', '--id', '00000099100000004000', '--name', 'B', '--role', 'agent')
    const pair = ['--agent', '00000099100000004000', '--principal', VITENS]
    t.match(await json('agency', 'add', ...pair, '--from', '2026-01-01'), { exitCode: 0 })
    t.match(await json('agency', 'end', ...pair, '--from', '2026-09-01'), { exitCode: 0 })
  })

  t.test('legal bases: shipped ones, completed experiments, and rows of one’s own', async (t) => {
    t.match(await json('legal-basis', 'load-shipped', '--creditors', `EXPERIMENT_DUO=${VITENS}`), {
      added: /BGS_RENT/,
      leftOut: /EXPERIMENT_MORTGAGE/,
    })
    t.match(await json('legal-basis', 'load-shipped', '--creditors', 'NOTHING=1'), {
      exitCode: 2,
    })
    const closed = file(
      'tax.json',
      JSON.stringify({
        legalBasis: 'BGS_RENT',
        sector: 'RENT',
        article: 'Bgs art. 2',
        gazette: 'Stb. 2020, 240',
        validFrom: '2021-01-01',
        validUntil: '2026-12-31',
      }),
    )
    t.match(await json('legal-basis', 'add', closed), { legalBasis: 'BGS_RENT', version: 2 })
    const unknown = file('unknown.json', JSON.stringify({ legalBasis: 'X_Y', colour: 'red' }))
    t.match(await json('legal-basis', 'add', unknown), { exitCode: 2 })
    t.match(await json('legal-basis', 'add', file('no.json', '{')), { exitCode: 2 })
    const { lines } = await run('legal-basis', 'list')
    t.ok(lines.some((line) => /EXPERIMENT_MUNICIPAL_TAX.*2025-05-31/.test(line)))
  })

  t.test('postcodes are imported with edition and licence', async (t) => {
    const table = file(
      'pc4.csv',
      [
        'pc4,gm_code,gm_name,other_gm_codes,status,places,note',
        '1011,GM0363,Amsterdam,,unique,"Amsterdam, centrum",',
        '1096,GM0363,Amsterdam,GM0437,resolved,Amsterdam|Duivendrecht,',
      ].join('\n'),
    )
    const rest = ['--version', '2026-03', '--licence', 'CC BY 4.0', '--from', '2026-03-01']
    t.match(await json('postcodes', 'import', table, '--source', 'pc4', ...rest), {
      postcodes: 2,
      municipalities: 1,
      skipped: 0,
    })
    t.match(await json('postcodes', 'import', table, '--source', 'map', ...rest), { exitCode: 2 })
    t.match(await json('postcodes', 'import', 'nowhere', '--source', 'cbs', ...rest), {
      error: 'file.unreadable',
      exitCode: 2,
    })
  })

  t.test(
    'programmes are loaded, and a municipality weighs differently from a day on',
    async (t) => {
      const programme = programmes.find(({ id }) => id === 'ommen-hardenberg-voor-elkaar')!
      t.match(await json('programme', 'load', programme.id), {
        programmes: [{ id: programme.id, mandates: 6 }],
      })
      t.match(await json('programme', 'load', 'atlantis'), { exitCode: 2 })
      t.match((await run('programme', 'list')).lines.at(-1), /Voor Elkaar!.*0175 0160/)
      const profile = file('triage.json', JSON.stringify(programme.municipalities[0]!.triage))
      const rest = ['--municipality', '0175', '--from', '2026-10-01']
      t.match(await json('triage', 'set', profile, ...rest), { version: 2 })
      t.match(await json('triage', 'set', file('empty.json', '{}'), ...rest), {
        error: 'registry.invalid',
        exitCode: 1,
      })
    },
  )

  t.test('epochs are made, and end only when their time is over', async (t) => {
    t.match(await json('epoch', 'add'), { exitCode: 0 })
    t.ok(existsSync(join(folder, 'secrets', 'epochs', '1.key')))
    t.match(await json('epoch', 'list'), { epochs: [{ number: 1, startsOn: '2026-09-01' }] })
    t.match(await json('epoch', 'destroy', '1', '--attested-by', 'beheer-1', 'fg-1'), {
      error: 'epoch.in_use',
      exitCode: 1,
    })
    for (const names of [['beheer-1'], ['beheer-1', 'beheer-1'], ['Jan', 'Piet']]) {
      t.match(await json('epoch', 'destroy', '1', '--attested-by', ...names), { exitCode: 2 })
    }
  })

  t.test('sealing keys are listed without their challenge, and retired', async (t) => {
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
    await look(
      `INSERT INTO sealing_key (municipality, key_id, version, jwk, status, challenge_hash,
                                offered_by, confirmed_by, offered_at, activated_at)
       VALUES ('0034', '${'k'.repeat(43)}', 1, '${JSON.stringify(jwk.export({ format: 'jwk' }))}',
               'ACTIVE', '\\x00', 'a', 'b', '2026-08-01', '2026-08-01')`,
    )
    const listed = await json('sealing-key', 'list', '--municipality', '0034')
    t.match(listed, { sealingKeys: [{ status: 'ACTIVE' }] })
    t.notMatch(JSON.stringify(listed), /challenge/)
    const retire = ['sealing-key', 'retire', 'k'.repeat(43), '--municipality', '0034']
    t.match(await json(...retire), { exitCode: 0 })
    t.match(await json(...retire), { error: 'sealing_key.unknown', exitCode: 1 })
  })

  t.test('a month is matched and closed, empty as it is, once', async (t) => {
    generateHubKeys(join(folder, 'secrets'))
    t.match(await json('match', 'run', '--month', '2026-08', '--municipality', '0034'), {
      results: [{ municipality: '0034', outcome: 'matched', cases: 0 }],
      exitCode: 0,
    })
    t.match(await json('feed', 'close', '--month', '2026-08', '--all'), {
      results: [
        { municipality: '0034', outcome: 'closed', items: 0 },
        { municipality: '0160', outcome: 'closed' },
        { municipality: '0175', outcome: 'closed' },
      ],
    })
    t.match(await json('feed', 'close', '--month', '2026-08', '--municipality', '0034'), {
      results: [{ outcome: 'closed before' }],
    })
    t.match(await json('feed', 'close', '--month', '2026-09', '--municipality', '0034'), {
      error: 'feed.month_open',
      exitCode: 1,
    })
    t.match(await json('match', 'run', '--month', '2026-08'), { exitCode: 2 })
    t.match(await json('match', 'run', '--month', 'august', '--all'), { exitCode: 2 })
    t.match(await json('match', 'run', '--month', '2026-08', '--municipality', '9999'), {
      error: 'registry.unknown',
      exitCode: 1,
    })
  })

  t.test('what is due is run once', async (t) => {
    t.match(await json('jobs', 'run'), { exitCode: 0 })
    t.match(await json('jobs', 'run'), { runs: [], exitCode: 0 })
  })

  t.test('settings that cannot be used are named, all at once', async (t) => {
    const url = process.env['DATABASE_URL']!
    process.env['DATABASE_URL'] = 'mysql://somewhere'
    t.match(await json('party', 'list'), { error: 'config.invalid', exitCode: 2 })
    process.env['DATABASE_URL'] = url
  })
})
