import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { parse } from 'yaml'
import { isNode, readContract, type Node } from '../../src/http/contract-document.js'
import { toOpenApi30 } from '../../src/http/openapi-30.js'
import { bookOf } from '../../src/reference/book.js'
import { brunoFiles } from '../../src/reference/bruno.js'
import { refusalsDocument } from '../../src/reference/refusals.js'
import { runCommand } from '../helpers/command.js'

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

/** The 3.1 document in words that both versions have; whatever 3.0 lacks is gone. */
function common(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(common)
  if (!isNode(value)) return value
  const { const: constant, type, nullable, allOf, $ref: reference, ...rest } = value
  const made = Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, common(part)]))
  if (constant !== undefined) made['enum'] = [constant]
  const types = [type].flat().filter((one) => one !== undefined)
  if (types.length > 0) made['type'] = [...types, ...(nullable === true ? ['null'] : [])].sort()
  // A reference with something beside it stands in a list of one in 3.0.
  const [only] = Array.isArray(allOf) && allOf.length === 1 && isNode(allOf[0]) ? allOf : []
  const target = reference ?? (isNode(only) ? only['$ref'] : undefined)
  if (target !== undefined) made['$ref'] = target
  else if (allOf !== undefined) made['allOf'] = common(allOf)
  return made
}

/** The names below are members of a body, whatever they are called. */
function commonDocument(document: Node): Node {
  const { openapi: _version, info: _info, security: _security, components, ...rest } = document
  const { securitySchemes: _schemes, ...parts } = components as Node
  return common({ ...rest, components: parts }) as Node
}

t.test(
  'operations, parameters and schemas of the twin are equal to those of the contract',
  async (t) => {
    const contract = commonDocument(readContract())
    const twin = commonDocument(toOpenApi30(readContract()))
    const parts = (document: Node) =>
      document['components'] as Record<string, Record<string, unknown>>
    for (const [kind, named] of Object.entries(parts(contract))) {
      t.strictSame(Object.keys(parts(twin)[kind]!), Object.keys(named), kind)
      for (const [name, one] of Object.entries(named))
        t.strictSame(parts(twin)[kind]![name], one, name)
    }
    const paths = contract['paths'] as Record<string, unknown>
    for (const [path, item] of Object.entries(paths)) {
      t.strictSame((twin['paths'] as Record<string, unknown>)[path], item, path)
    }
    t.strictSame(Object.keys(twin), Object.keys(contract))
  },
)

t.test('both are printed for generators, in two forms', async (t) => {
  const printed = async (...options: string[]) => {
    const { code, stdout } = await runCommand(['contract', ...options])
    t.equal(code, 0)
    return parse(stdout) as unknown
  }
  t.same(await printed('--openapi', '3.0', '--format', 'yaml'), toOpenApi30(readContract()))
  t.same(await printed(), readContract())
})

t.test('the twin uses no word of schemas that 3.0 does not know', async (t) => {
  const unknown =
    /"(\$defs|prefixItems|if|then|else|unevaluatedProperties|patternProperties|propertyNames|contains|dependentRequired|contentEncoding|contentMediaType|examples)":(?!\{"(accepted|refused)")/
  const { paths, components } = toOpenApi30(readContract()) as Record<string, Node>
  t.notMatch(JSON.stringify(components!['schemas']), unknown)
  t.notMatch(JSON.stringify(paths), unknown)
})

t.test('catalogue and collection in the repository are those of the contract', async (t) => {
  const book = bookOf(readContract(), undefined)
  const inPlace = (path: string) => readFileSync(join(root, 'openapi', path), 'utf8')
  t.equal(inPlace('REFUSALS.md'), refusalsDocument(book), 'npm run generate')
  for (const [path, text] of brunoFiles(book)) {
    t.equal(inPlace(join('bruno', path)), text, `${path}: npm run generate`)
  }
})
