import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readContract } from '../../src/http/contract-document.js'
import { packageRoot } from '../../src/package-root.js'
import { bookOf } from '../../src/reference/book.js'
import { brunoFiles } from '../../src/reference/bruno.js'
import { refusalsDocument } from '../../src/reference/refusals.js'

// `npm run generate`: writes what is made from the contract, or with `--check` only says whether what
// is in the repository is that. A program of its own, because what it makes goes into the repository.

const COLLECTION = 'openapi/bruno'
const root = packageRoot()
const isCheck = process.argv.includes('--check')

const types = spawnSync(
  join(root, 'node_modules/.bin/openapi-typescript'),
  [
    ...['openapi/hub.yaml', '--immutable', '-o', 'src/generated/openapi.ts'],
    ...(isCheck ? ['--check'] : []),
  ],
  { cwd: root, stdio: 'inherit' },
)

const book = bookOf(readContract(), undefined)
const files = new Map([
  ['openapi/REFUSALS.md', refusalsDocument(book)],
  ...[...brunoFiles(book)].map(([path, text]) => [`${COLLECTION}/${path}`, text] as const),
])
const present = existsSync(join(root, COLLECTION))
  ? readdirSync(join(root, COLLECTION), { recursive: true }).map((path) => `${COLLECTION}/${path}`)
  : []
const gone = present.filter((path) => /[.](bru|json)$/.test(path) && !files.has(path))
const changed = [...files].filter(([path, text]) => {
  const file = join(root, path)
  return !existsSync(file) || readFileSync(file, 'utf8') !== text
})

if (isCheck) {
  for (const path of [...gone, ...changed.map(([name]) => name)]) {
    process.stderr.write(`${path} is not what the contract makes; npm run generate\n`)
  }
} else {
  for (const path of gone) rmSync(join(root, path))
  for (const [path, text] of changed) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}
const isStale = isCheck && gone.length + changed.length > 0
process.exitCode = types.status === 0 && !isStale ? 0 : 1
