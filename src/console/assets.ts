import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
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

/** Every file of the console. */
export interface Assets {
  readonly styles: Asset
  readonly icon: Asset
  /** Checks the proof of an entry in the browser. */
  readonly prove: Asset
}

let made: Assets | undefined

/** The files of the console; read and digested once per process. */
export function assets(): Assets {
  made ??= {
    styles: makeAsset(
      ASSETS_PATH,
      'console',
      'css',
      'text/css; charset=utf-8',
      consoleStyles(componentStyles()),
    ),
    icon: makeAsset(ASSETS_PATH, 'icon', 'svg', 'image/svg+xml', ICON),
    prove: makeAsset(
      ASSETS_PATH,
      'prove-entry',
      'js',
      'text/javascript; charset=utf-8',
      // The same place from the sources and from `.build/`, where the compiler puts a copy.
      readFileSync(new URL('../browser/prove-entry.js', import.meta.url), 'utf8'),
    ),
  }
  return made
}

/** The file of a name as pages write it; `undefined` when it is none of ours. */
export function findAsset(file: string): Asset | undefined {
  return Object.values(assets()).find((known: Asset) => known.file === file)
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
