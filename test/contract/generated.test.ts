import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { readContract, type Node } from '../../src/http/contract-document.js'
import { toOpenApi30 } from '../../src/http/openapi-30.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)
const tool = (name: string) => join(root, 'node_modules', '.bin', name)

t.test('the types in the repository are those of the contract', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const made = join(folder, 'openapi.ts')
  await run(tool('openapi-typescript'), ['openapi/hub.yaml', '--immutable', '-o', made], {
    cwd: root,
  })
  t.equal(readFileSync(made, 'utf8'), readFileSync(join(root, 'src/generated/openapi.ts'), 'utf8'))
})

t.test('the contract and its 3.0 twin are valid', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const twin = join(folder, 'openapi-3.0.json')
  writeFileSync(twin, JSON.stringify(toOpenApi30(readContract())))
  const lint = async (file: string, ...options: string[]) => {
    const failure = await run(tool('redocly'), ['lint', file, '--format=json', ...options], {
      cwd: root,
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    }).catch((error: { stdout?: string }) => error)
    return JSON.parse(failure.stdout ?? '{}') as { totals: object; problems: unknown[] }
  }
  t.match(await lint('openapi/hub.yaml'), { totals: { errors: 0, warnings: 0 } })
  // 3.0 has no word for a client certificate, so no operation can name one.
  t.match(await lint(twin, '--skip-rule=security-defined'), { totals: { errors: 0 } })
})

t.test('the twin says the same in the words of 3.0', async (t) => {
  const twin = toOpenApi30(readContract()) as Node & {
    components: { schemas: Record<string, Node> }
  }
  const text = JSON.stringify(twin)
  t.equal(twin['openapi'], '3.0.3')
  t.notMatch(text, /"type":\[/)
  t.notMatch(text, /mutualTLS|"const":/)
  t.match(twin.components.schemas['NextCursor'], { type: 'string', nullable: true, maxLength: 500 })
  t.same(Object.keys(twin.components.schemas), Object.keys(readContract().components.schemas))
  t.same(Object.keys(twin['paths'] as object), Object.keys(readContract().paths))
})
