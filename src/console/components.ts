import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** Components of NL Design System that our pages are made from; each is a class of that name. */
const COMPONENTS = [
  'alert',
  'button',
  'form-field-error-message',
  'form-label',
  'heading-1',
  'heading-2',
  'heading-3',
  'link',
  'paragraph',
  'select',
  'skip-link',
  'status-badge',
  'table',
  'textarea',
  'textbox',
] as const

const USED = new RegExp(`\\.utrecht-(?:${COMPONENTS.join('|')})(?![a-z0-9]|-(?!-))`)
const NOTICE = '/* Components: NL Design System, Gemeente Utrecht and Frameless B.V., EUPL-1.2 */'

/**
 * The rules of the community's component library (EUPL-1.2) for the components we use: the whole of
 * it is ten times as long. Rules that would fetch something from elsewhere are left out.
 */
export function componentStyles(): string {
  const path = createRequire(import.meta.url).resolve(
    '@utrecht/component-library-css/dist/index.css',
  )
  const rules = topLevelRules(readFileSync(path, 'utf8'))
  const used = rules.filter((rule) => USED.test(rule) && !/url\(|@import/i.test(rule))
  return [NOTICE, ...used].join('\n')
}

/** The rules of a style sheet, those in a group together with it; comments are left out. */
function topLevelRules(sheet: string): string[] {
  const text = sheet.replaceAll(/\/\*[^]*?\*\//g, '')
  const rules: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '{') depth += 1
    const isEnd = character === '}' ? (depth -= 1) === 0 : character === ';' && depth === 0
    if (!isEnd) continue
    rules.push(text.slice(start, at + 1).trim())
    start = at + 1
  }
  return rules
}
