import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Every prose file of the project. */
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['certs', 'migrations', 'openapi', 'src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  ),
]

t.test('every test that SECURITY.md names as the proof of a promise exists', async (t) => {
  const named = [...read('SECURITY.md').matchAll(/`(test\/[^`]+\.test\.ts)`/g)].map(
    ([, path]) => path!,
  )
  t.ok(named.length >= 15)
  t.strictSame(
    named.filter((path) => !existsSync(join(root, path))),
    [],
  )
})

t.test('every link between documents leads somewhere', async (t) => {
  for (const document of documents) {
    const links = [...read(document).matchAll(/\]\((?!https?:|mailto:|#)([^)#]+)[^)]*\)/g)]
    const dead = links
      .map(([, path]) => path!)
      .filter((path) => !existsSync(join(root, dirname(document), path)))
    t.strictSame(dead, [], document)
  }
})

t.test('every npm script and every command that a document shows exists', async (t) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const commands = read('src/cli/program.ts')
  for (const document of documents) {
    const text = read(document)
    for (const [, name] of text.matchAll(/npm run (?:--silent )?([a-z:]+)/g)) {
      t.ok(scripts[name!] !== undefined, `${document}: npm run ${name}`)
    }
    for (const [, name] of text.matchAll(/(?:npx )vroegsignaal ([a-z]+)/g)) {
      t.match(commands, `${name}Command()`, `${document}: vroegsignaal ${name}`)
    }
  }
})

t.test('the top level holds the agreed names and nothing else', async (t) => {
  const agreed =
    /^(src|openapi|certs|migrations|test|package(-lock)?\.json|tsconfig[a-z.]*\.json|Dockerfile|compose\.yaml|publiccode\.yml|LICENSE|[A-Z]+\.md|eslint\.config\.js|node_modules|\..*)$/
  t.strictSame(
    readdirSync(root).filter((name) => !agreed.test(name)),
    [],
  )
})

t.test('the map shows every folder of the product, and the metrics every alarm', async (t) => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
  const shown = [...read('src/README.md').matchAll(/^\| `([a-z-]+)\/`/gm)].map(([, name]) => name!)
  t.strictSame([...shown].sort(), folders.sort())
  const counted = [...read('src/http/metrics.ts').matchAll(/name: '(hub_[a-z_]+)'/g)]
  const page = read('OPERATORS.md')
  for (const [, name] of counted) t.match(page, name!, `OPERATORS.md: ${name}`)
})
