/** Paths that a listener serves, to tell a wrong method from a wrong path. */
export interface Paths {
  /** Remembers one route. */
  add(url: string, method: string): void
  /**
   * The methods of a path, sorted; none when nothing is served there. A path that is written out
   * goes before one with parameters, as in routing.
   *
   * @param path Without query.
   */
  methodsOf(path: string): readonly string[]
}

/** Collects the paths of one listener. */
export function collectPaths(): Paths {
  const known = new Map<string, { pattern: RegExp; methods: Set<string> }>()
  return {
    add(url, method) {
      const route = known.get(url) ?? { pattern: patternOf(url), methods: new Set() }
      route.methods.add(method)
      known.set(url, route)
    },
    methodsOf(path) {
      const exact = known.get(path)
      if (exact !== undefined) return [...exact.methods].sort()
      const fitting = [...known.values()].filter(({ pattern }) => pattern.test(path))
      return [...new Set(fitting.flatMap(({ methods }) => [...methods]))].sort()
    },
  }
}

/** Parameters (`:name`) stand for one segment, `*` for the rest. */
function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+'
    return part === '*' ? '.+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  })
  return new RegExp(`^${parts.join('/')}$`)
}
