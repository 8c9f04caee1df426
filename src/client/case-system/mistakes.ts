import { isPointer } from './pointer.js'

/** Where something stands in what the case system answers, and what its words mean here. */
export interface Reading {
  readonly at: string
  readonly values?: Readonly<Record<string, string>>
}

type Members = Record<string, unknown>

/** Checks settings and gathers what is wrong with them, by place and never by value. */
export class Mistakes {
  readonly all: string[] = []

  add(at: string, what: string): void {
    this.all.push(`${at === '' ? 'the file' : at} ${what}`)
  }

  /** A copy of an object; an empty one when there is none, or for one with other members. */
  object(read: unknown, at: string, members?: readonly string[]): Members {
    if (typeof read !== 'object' || read === null || Array.isArray(read)) {
      this.add(at, 'is a JSON object')
      return {}
    }
    const unknown = Object.keys(read).filter((name) => members?.includes(name) === false)
    if (unknown.length > 0) this.add(at, `has members other than ${members!.join(', ')}`)
    return { ...read }
  }

  text(read: unknown, at: string): void {
    if (typeof read !== 'string' || read === '') this.add(at, 'is a text')
  }

  oneOf(read: unknown, at: string, choices: readonly string[]): void {
    if (!choices.includes(read as string)) this.add(at, `is one of ${choices.join(', ')}`)
  }

  pointer(read: unknown, at: string): void {
    if (!isPointer(read)) this.add(at, 'is a place in JSON, as "/id"')
  }

  /** An address over TLS that holds neither a password nor anything asked. */
  url(read: unknown, at: string): URL | undefined {
    const url = typeof read === 'string' && URL.canParse(read) ? new URL(read) : undefined
    const isPlain =
      url?.protocol === 'https:' && url.username === '' && url.search === '' && url.hash === ''
    if (isPlain) return url
    this.add(at, 'is an address that begins with https://, without name, password or query')
    return undefined
  }

  /** What the words of one side are on the other. */
  words(read: unknown, at: string): Readonly<Record<string, string>> {
    const words = this.object(read, at)
    if (Object.values(words).every((word) => typeof word === 'string')) {
      return words as Record<string, string>
    }
    this.add(at, 'holds texts')
    return {}
  }

  readings(read: unknown, at: string, names: readonly string[]): Readonly<Record<string, Reading>> {
    return Object.fromEntries(
      Object.entries(this.object(read, at, names)).map(([name, reading]) => {
        const one = typeof reading === 'string' ? { at: reading } : reading
        const found = this.object(one, `${at}/${name}`, ['at', 'values'])
        this.pointer(found['at'], `${at}/${name}/at`)
        const { values } = found
        const words = values === undefined ? undefined : this.words(values, `${at}/${name}/values`)
        return [name, { at: String(found['at']), ...(words !== undefined && { values: words }) }]
      }),
    )
  }
}
