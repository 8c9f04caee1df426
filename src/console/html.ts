import { placesIn, type Place } from './html-places.js'

/** Markup that was put together by `html`; nothing else can make one. */
export class Html {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  /** Only for `html` below, which has escaped everything that came from outside. */
  static unsafeOf(text: string): Html {
    return new Html(text)
  }

  /** The markup as it is sent. */
  toString(): string {
    return this.#text
  }
}

/** What may stand between tags. Texts are escaped; nothing, `false` and an empty list show nothing. */
export type Child =
  Html | Flag | Attribute | string | number | false | null | undefined | readonly Child[]

const FLAGS = ['checked', 'selected', 'required', 'open', 'disabled', 'multiple'] as const

/** An attribute without value that is there or not. */
export interface Flag {
  readonly flag: (typeof FLAGS)[number]
  readonly on: boolean
}

/** An attribute that is there or not, with its value. */
export interface Attribute {
  readonly attribute: 'list'
  readonly value: string | undefined
}

/** An attribute with a value, to be put inside a tag; nothing without a value. */
export function attribute(name: Attribute['attribute'], value: string | undefined): Attribute {
  return { attribute: name, value }
}

/** An attribute without value, to be put inside a tag. */
export function flag(name: Flag['flag'], on: boolean): Flag {
  return { flag: name, on }
}

/**
 * Markup from a template. What is put in between tags or between the double quotes of an attribute
 * is escaped, unless it is markup made by this function. Everywhere else (in a tag, an attribute
 * without quotes, a script, a style, an event handler, the beginning of an address) nothing can be
 * put in: the template itself is refused, whatever the value.
 *
 * @throws {Error} When the template has a value at such a place: a bug, found at its first use.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Child[]): Html {
  const places = placesIn(strings)
  let text = strings[0]!
  values.forEach((value, at) => {
    text += inserted(value, places[at]!) + strings[at + 1]!
  })
  return Html.unsafeOf(text)
}

/** A text with every character escaped that could end the place it stands in. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, entityOf)
}

function inserted(value: Child, place: Place): string {
  if (place === 'tag') {
    if (isFlag(value)) return value.on ? value.flag : ''
    if (isAttribute(value)) {
      return value.value === undefined ? '' : `${value.attribute}="${escaped(value.value)}"`
    }
    throw new Error('only a flag or an attribute stands inside a tag')
  }
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return String(value)
  if (value === null || value === undefined || value === false) return ''
  if (place === 'attribute' || isFlag(value) || isAttribute(value))
    throw new Error('an attribute takes a text')
  if (value instanceof Html) return value.toString()
  return value.map((child) => inserted(child, place)).join('')
}

function isFlag(value: Child): value is Flag {
  return typeof value === 'object' && value !== null && 'flag' in value
}

function isAttribute(value: Child): value is Attribute {
  return typeof value === 'object' && value !== null && 'attribute' in value
}

/** Control characters, which no entity can name, become the sign for a character that is not shown. */
function entityOf(character: string): string {
  const code = character.charCodeAt(0)
  return code < 0x20 || code > 0x7e ? '\ufffd' : `&#${code};`
}
