import { readFileSync } from 'node:fs'
import { ICON, makeAsset, type Asset } from '../console/assets.js'
import { componentStyles } from '../console/components.js'
import { html, type Child, type Html } from '../console/html.js'
import { consoleStyles } from '../console/styles.js'
import { LANGUAGES, type Language, type Text } from './reading.js'
import { say, type TextKey } from './texts.js'

/** Where the reference stands on the public listener. */
export const REFERENCE_PATH = '/reference'

/** Where its files stand. */
export const ASSETS_PATH = `${REFERENCE_PATH}/assets`

const STYLES = `
.top nav.languages { display: inline-flex; gap: 0.75rem; margin-inline-start: auto; }
.top nav.languages a { color: var(--paper); padding: 0.5rem 0.25rem; }
.top nav.languages a[aria-current] { font-weight: 700; text-decoration: none; }
.method { font-weight: 700; margin-inline-end: 0.5rem; }
.find { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; }
.find .field { flex: 1 1 16rem; max-inline-size: 32rem; }
.entries { list-style: none; padding: 0; margin: 0; }
.entries li { padding-block: 0.375rem; border-block-end: 1px solid var(--line); }
.entries li[hidden], .card[hidden] { display: none; }
.entries a { display: inline-block; min-block-size: 24px; }
h1 code, h2 code { font-size: inherit; overflow-wrap: anywhere; }
li code, dd code { overflow-wrap: anywhere; }
td code { overflow-wrap: break-word; }
`

interface ReferenceAssets {
  readonly styles: Asset
  readonly icon: Asset
  /** Shows, while somebody types, only what fits. */
  readonly filter: Asset
}

let made: ReferenceAssets | undefined

/** The files of the reference; read and digested once per process. */
export function referenceAssets(): ReferenceAssets {
  const styles = consoleStyles(componentStyles()) + STYLES
  made ??= {
    styles: makeAsset(ASSETS_PATH, 'reference', 'css', 'text/css; charset=utf-8', styles),
    icon: makeAsset(ASSETS_PATH, 'icon', 'svg', 'image/svg+xml', ICON),
    filter: makeAsset(
      ASSETS_PATH,
      'filter-reference',
      'js',
      'text/javascript; charset=utf-8',
      readFileSync(new URL('../browser/filter-reference.js', import.meta.url), 'utf8'),
    ),
  }
  return made
}

/** One page of the reference. */
export interface Page {
  readonly language: Language
  readonly title: string
  /** Of the contract, on pages made from it. */
  readonly version?: string
  /** Where the pages stand that this one belongs to; the reference unless told. */
  readonly base?: string
  /** Below the language, `/operations/getFeed`; a page in both languages has none. */
  readonly path?: string
  readonly body: Child
  /** Whether the script that filters is of use on it. */
  readonly filters?: boolean
}

/** The address of a page in a language. */
export function address(language: Language, path = ''): string {
  return `${REFERENCE_PATH}/${language}${path}`
}

const NAMES = { nl: 'Nederlands', en: 'English' } as const
const PAGES = [
  ['', 'home'],
  ['/schemas', 'schemas'],
  ['/codes', 'itemCodes'],
] as const satisfies readonly (readonly [string, TextKey])[]

/** A whole page: skip link, banner with the languages, navigation, content. */
export function framed(page: Page): string {
  const { language, title, version, path, body, filters, base = REFERENCE_PATH } = page
  const { styles, icon, filter } = referenceAssets()
  const script = html`<script
    type="module"
    src="/${filter.path.slice(1)}"
    integrity="${filter.integrity}"
  ></script>`
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Vroegsignaal</title>
        <link rel="stylesheet" href="/${styles.path.slice(1)}" />
        <link rel="icon" href="/${icon.path.slice(1)}" />
        ${filters === true && script}
      </head>
      <body class="utrecht-document">
        <a
          class="utrecht-skip-link utrecht-skip-link--visible-on-focus utrecht-link skip"
          href="#content"
          >${say(language, 'skip')}</a
        >
        <header class="top">
          <div class="wide">
            <span class="name"><a href="/${link(address(language))}">Vroegsignaal</a></span>
            ${languages(language, base, path ?? '')}
          </div>
        </header>
        ${navigation(language, base === REFERENCE_PATH ? path : base)}
        <main id="content" class="wide" tabindex="-1">${body}</main>
        <footer>
          <div class="wide">
            ${
              version === undefined
                ? say(language, 'footerPlain')
                : say(language, 'footer', { version })
            }
          </div>
        </footer>
      </body>
    </html> `.toString()
}

function languages(language: Language, base: string, path: string): Html {
  const links = LANGUAGES.map((other) => {
    const href = link(`${base}/${other}${path}`)
    return other === language
      ? html`<a href="/${href}" lang="${other}" hreflang="${other}" aria-current="true"
          >${NAMES[other]}</a
        >`
      : html`<a href="/${href}" lang="${other}" hreflang="${other}">${NAMES[other]}</a>`
  })
  return html`<nav class="languages" aria-label="${say(language, 'language')}">${links}</nav>`
}

function navigation(language: Language, path: string | undefined): Html {
  const items = PAGES.map(([page, key]) => {
    const href = link(address(language, page))
    const label = say(language, key)
    return page === path
      ? html`<li><a href="/${href}" aria-current="page">${label}</a></li>`
      : html`<li><a href="/${href}">${label}</a></li>`
  })
  return html`<nav class="pages" aria-label="${say(language, 'pages')}">
    <ul class="wide">
      ${items} ${html`<li><a href="/problems">${say(language, 'refusals')}</a></li>`}
      ${statisticsItem(language, path)}
    </ul>
  </nav>`
}

function statisticsItem(language: Language, path: string | undefined): Html {
  const label = say(language, 'statistics')
  return path === '/statistics'
    ? html`<li><a href="/statistics/${language}" aria-current="page">${label}</a></li>`
    : html`<li><a href="/statistics/${language}">${label}</a></li>`
}

/** An address as `html` takes it: its first slash stands in the template. */
export function link(path: string): string {
  return path.slice(1)
}

/** A text of the contract: paragraphs, and code between backticks; marked when in another language. */
export function prose(text: Text | undefined, language: Language): Child {
  if (text === undefined) return null
  return text.text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) =>
      text.language === language
        ? html`<p>${inline(paragraph)}</p>`
        : html`<p lang="${text.language}">${inline(paragraph)}</p>`,
    )
}

/** The same within a line. */
export function phrase(text: Text | undefined, language: Language): Child {
  if (text === undefined) return null
  if (text.language === language) return inline(text.text.trim())
  return html`<span lang="${text.language}">${inline(text.text.trim())}</span>`
}

function inline(text: string): Child {
  return text.split('`').map((part, at) => (at % 2 === 0 ? part : html`<code>${part}</code>`))
}
