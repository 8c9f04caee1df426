import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../package-root.js'
import { componentStyles } from './components.js'
import { consoleStyles } from './styles.js'

/** A file that pages refer to. Its name holds the digest of its bytes, so it never changes. */
export interface Asset {
  readonly path: string
  readonly file: string
  readonly type: string
  readonly bytes: Buffer
  /** For the attribute `integrity`. */
  readonly integrity: string
}

/** Where assets are served. */
export const ASSETS_PATH = '/console/assets'

/** The sign of the hub in a tab of the browser. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#073942"/><path d="M7 21V15M13 21V9M19 21V13M25 21V7" stroke="#fff" stroke-width="4" stroke-linecap="round"/></svg>
`

const SCRIPT = 'text/javascript; charset=utf-8'

/** Every file that pages refer to, by what it is for; each is read when a page first needs it. */
const MAKERS = {
  styles: () =>
    asset('console', 'css', 'text/css; charset=utf-8', consoleStyles(componentStyles())),
  icon: () => asset('icon', 'svg', 'image/svg+xml', ICON),
  /** Checks the proof of an entry in the browser. */
  prove: () =>
    asset(
      'prove-entry',
      'js',
      SCRIPT,
      // The same place from the sources and from `.build/`, where the compiler puts a copy.
      readFileSync(new URL('../browser/prove-entry.js', import.meta.url), 'utf8'),
    ),
  /** Reads, signs and delivers a spreadsheet. */
  deliver: () => asset('deliver', 'js', SCRIPT, bundledScript('deliver')),
  /** Goes into the receipts that `deliver` makes. */
  checkReceipt: () => asset('check-receipt', 'js', SCRIPT, bundledScript('check-receipt')),
  /** Opens envelopes and keeps the keys for them; where the modules of the workbench begin. */
  work: () => workModules().find(({ file }) => file.endsWith('/main.js'))!,
} as const

/** What a file of the console is for. */
export type AssetName = keyof typeof MAKERS

/** A file that a page may load as its script. */
export type ScriptName = Exclude<AssetName, 'styles' | 'icon' | 'checkReceipt'>

const made = new Map<AssetName, Asset>()

/** A file of the console; read and digested once per process. */
export function assetFor(name: AssetName): Asset {
  let found = made.get(name)
  if (found === undefined) {
    found = MAKERS[name]()
    made.set(name, found)
  }
  return found
}

/** The file of a name as pages write it; `undefined` when it is none of ours. */
export function findAsset(file: string): Asset | undefined {
  if (file.startsWith('work.')) return workModules().find((known) => known.file === file)
  // Only what a page named can be asked for; another process of the same hub may have named it.
  const names = Object.keys(MAKERS) as AssetName[]
  const kind = /^(.+)\.[0-9a-f]{16}\.[a-z]+$/.exec(file)?.[1]
  return names
    .filter((name) => kind !== undefined && (name === kind || KINDS[name] === kind))
    .map(assetFor)
    .find((asset) => asset.file === file)
}

/** How names of files begin, where that is not what they are for. */
const KINDS: Partial<Record<AssetName, string>> = {
  styles: 'console',
  prove: 'prove-entry',
  checkReceipt: 'check-receipt',
}

/** A script with everything that it imports, as `npm run bundle` writes it. */
export function bundledScript(name: string): string {
  return readFileSync(join(packageRoot(), '.build', 'browser', `${name}.js`), 'utf8')
}

let modules: readonly Asset[] | undefined

/**
 * The modules of the workbench. They import each other by their own names, so their folder is named
 * by the digest of all of them: when one changes, all have a new address.
 */
function workModules(): readonly Asset[] {
  if (modules !== undefined) return modules
  const folder = new URL('../browser/work/', import.meta.url)
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .sort()
  const texts = names.map((name) => readFileSync(new URL(name, folder)))
  const digests = texts.map((text) => createHash('sha256').update(text).digest())
  const all = createHash('sha256').update(Buffer.concat(digests)).digest('hex')
  modules = names.map((name, at) => {
    const file = `work.${all.slice(0, 16)}/${name}`
    const integrity = `sha256-${digests[at]!.toString('base64')}`
    return { path: `${ASSETS_PATH}/${file}`, file, type: SCRIPT, bytes: texts[at]!, integrity }
  })
  return modules
}

/** A file of the console itself. */
function asset(name: string, ending: string, type: string, text: string): Asset {
  return makeAsset(ASSETS_PATH, name, ending, type, text)
}

/** Makes a file that pages refer to, under the address `folder`. */
export function makeAsset(
  folder: string,
  name: string,
  ending: string,
  type: string,
  text: string,
): Asset {
  const bytes = Buffer.from(text)
  const digest = createHash('sha256').update(bytes).digest()
  const file = `${name}.${digest.toString('hex').slice(0, 16)}.${ending}`
  const integrity = `sha256-${digest.toString('base64')}`
  return { path: `${folder}/${file}`, file, type, bytes, integrity }
}
