/** Where a value stands in a template. */
export type Place = 'text' | 'attribute' | 'tag'

const ADDRESSES = /^(href|src|action|formaction|poster|data|xlink:href)$/
const FORBIDDEN = /^(on.*|style|srcdoc)$/
const RAW = ['script', 'style', 'template', 'iframe', 'noscript'] as const

const known = new WeakMap<TemplateStringsArray, readonly Place[]>()

/**
 * Where the values of a template stand; looked at once per template.
 *
 * @throws {Error} When one stands where no escaping would be enough.
 */
export function placesIn(strings: TemplateStringsArray): readonly Place[] {
  let places = known.get(strings)
  if (places === undefined) {
    places = findPlaces(strings)
    known.set(strings, places)
  }
  return places
}

function findPlaces(strings: readonly string[]): readonly Place[] {
  let seen = ''
  let place: Place = 'text'
  return strings.slice(0, -1).map((text) => {
    for (const character of text) {
      seen += character
      place = next(place, character)
      if (seen.endsWith('<!--')) throw new Error('a template has no comments')
    }
    assertFit(seen, place)
    // Stands for the value, so that what comes after it is not read as belonging to what was before.
    seen += 'v'
    return place
  })
}

function next(place: Place, character: string): Place {
  if (place === 'text') return character === '<' ? 'tag' : 'text'
  if (place === 'attribute') return character === '"' ? 'tag' : 'attribute'
  if (character === "'") throw new Error('attributes are written with double quotes')
  return character === '>' ? 'text' : character === '"' ? 'attribute' : 'tag'
}

function assertFit(seen: string, place: Place): void {
  if (place === 'text') {
    const markup = seen.toLowerCase()
    const isOpen = (tag: string) => markup.lastIndexOf(`<${tag}`) > markup.lastIndexOf(`</${tag}`)
    if (RAW.some(isOpen)) throw new Error('nothing is put into a script or a style')
    return
  }
  if (place === 'tag') {
    if (!/<[a-z][^<>]*\s$/i.test(seen)) throw new Error('a flag follows a space in its tag')
    return
  }
  const [, name = '', before = ''] = /\s([^\s"=<>]+)="([^"]*)$/.exec(seen) ?? []
  if (name === '' || FORBIDDEN.test(name)) throw new Error('nothing is put into this attribute')
  if (ADDRESSES.test(name) && !/^(\/(?!\/)|#)/.test(before)) {
    throw new Error('an address begins in the template')
  }
}
