/** A form that a page sends with POST. */
export interface FoundForm {
  readonly action: string
  /** Every field, sorted, as one text. */
  readonly names: string
  /** Fields that somebody fills in or chooses. */
  readonly free: readonly string[]
  /** What fields hold already. */
  readonly values: Readonly<Record<string, string>>
}

/** The forms of a page of ours; their markup is regular. */
export function formsIn(page: string): FoundForm[] {
  return [...page.matchAll(/<form\b([^>]*)>([^]*?)<\/form>/g)].flatMap(
    ([, head = '', body = '']) => {
      if (attributeOf(head, 'method') !== 'post') return []
      const free = new Set<string>()
      const values: Record<string, string> = {}
      for (const [, tag = '', attributes = ''] of body.matchAll(
        /<(input|textarea|select|button)\b([^>]*)>/g,
      )) {
        const name = attributeOf(attributes, 'name')
        if (name === undefined || name === 'token') continue
        values[name] ??= attributeOf(attributes, 'value') ?? ''
        if (tag !== 'input' || attributeOf(attributes, 'type') !== 'hidden') free.add(name)
      }
      const names = Object.keys(values).sort().join()
      return [
        { action: unescape(attributeOf(head, 'action') ?? ''), names, free: [...free], values },
      ]
    },
  )
}

/** Addresses of the console that a page leads to. */
export function linksIn(page: string): string[] {
  const found = [...page.matchAll(/<a\b[^>]*\bhref="(\/console[^"#]*)/g)]
  return [...new Set(found.map(([, path = '']) => unescape(path)))].filter(
    (path) => !path.startsWith('/console/assets'),
  )
}

function attributeOf(text: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(text)?.[1]
}

function unescape(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
}
