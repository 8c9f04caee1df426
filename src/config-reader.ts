import { isHost } from './config-listen.js'

/**
 * Reads settings one by one and collects what is wrong with them. Each method returns `undefined`
 * for a setting that is not there, is empty, or is wrong; in the last case it has noted why.
 */
export class SettingReader {
  readonly mistakes: string[] = []
  readonly #settings: Readonly<Record<string, string | undefined>>

  constructor(settings: Readonly<Record<string, string | undefined>>) {
    this.#settings = settings
  }

  /** Notes a mistake; `what` must not quote the value, which may be a password. */
  mistake(name: string, what: string): undefined {
    this.mistakes.push(`${name} ${what}`)
  }

  refuseUnknown(prefix: string, known: ReadonlySet<string>): void {
    for (const name of Object.keys(this.#settings).sort()) {
      if (name.startsWith(prefix) && !known.has(name)) this.mistake(name, 'is not a setting')
    }
  }

  text(name: string): string | undefined {
    const value = this.#settings[name]?.trim()
    return value === '' ? undefined : value
  }

  integer(name: string, least: number, most: number): number | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const number = Number(value)
    if (/^[0-9]{1,15}$/.test(value) && number >= least && number <= most) return number
    return this.mistake(name, `must be a whole number from ${least} to ${most}`)
  }

  oneOf<const Value extends string>(name: string, allowed: readonly Value[]): Value | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const found = allowed.find((candidate) => candidate === value)
    return found ?? this.mistake(name, `must be one of ${allowed.join(', ')}`)
  }

  listen(prefix: string, host: string, port: number): { host: string; port: number } {
    return {
      host: this.host(`${prefix}_HOST`) ?? host,
      port: this.integer(`${prefix}_PORT`, 0, 65_535) ?? port,
    }
  }

  host(name: string): string | undefined {
    const value = this.text(name)
    if (value === undefined || isHost(value)) return value
    return this.mistake(name, 'must be an IP address or the name of a host')
  }

  /** The form that the contract demands of `hub` in signed bodies (`HubId`). */
  hubId(name: string): string | undefined {
    const value = this.text(name)
    if (value === undefined || /^[A-Za-z0-9][A-Za-z0-9.:/_-]{0,99}$/.test(value)) return value
    return this.mistake(
      name,
      'must be at most 100 letters, digits and . : / _ -, and begin with a letter or digit',
    )
  }

  /** An address whose parts beyond host and path would make other addresses below it ambiguous. */
  httpsUrl(name: string): string | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const url = URL.canParse(value) ? new URL(value) : undefined
    const isBare = url?.protocol === 'https:' && !url.search && !url.hash && !url.username
    return isBare ? value.replace(/[/]+$/, '') : this.mistake(name, 'must be an https address')
  }

  /** As `httpsUrl`, but within this machine also in clear: what is sent there are pseudonyms. */
  collectorUrl(name: string): string | undefined {
    const value = this.text(name)
    const url = value !== undefined && URL.canParse(value) ? new URL(value) : undefined
    if (url?.protocol !== 'http:') return this.httpsUrl(name)
    const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
    const isBare = isLocal && !url.search && !url.hash && !url.username
    return isBare ? value!.replace(/[/]+$/, '') : this.mistake(name, 'must be an https address')
  }

  postgresUrl(name: string): string | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const protocol = URL.canParse(value) ? new URL(value).protocol : ''
    if (protocol === 'postgres:' || protocol === 'postgresql:') return value
    return this.mistake(name, 'must be an address that begins with postgres://')
  }

  /** The first line of a checkpoint: a host and path without scheme, blanks or plus (C2SP). */
  origin(name: string): string | undefined {
    const value = this.text(name)
    if (value === undefined || /^[a-z0-9.-]+(\/[A-Za-z0-9._~/-]*)?$/.test(value)) return value
    return this.mistake(name, 'must look like a host and a path, without a scheme')
  }

  /**
   * Settings that only make sense together.
   *
   * @returns Their values under the given names, or `undefined` when none is set; when some are
   *   missing, each of those is a mistake.
   */
  together<Part extends string>(
    settings: Readonly<Record<Part, string>>,
  ): Record<Part, string> | undefined {
    const values = Object.entries<string>(settings).map(
      ([part, name]) => [part, name, this.text(name)] as const,
    )
    const present = values.find(([, , value]) => value !== undefined)?.[1]
    if (present === undefined) return undefined
    const missing = values.filter(([, , value]) => value === undefined)
    for (const [, name] of missing) this.mistake(name, `is needed beside ${present}`)
    if (missing.length > 0) return undefined
    return Object.fromEntries(values.map(([part, , value]) => [part, value])) as Record<
      Part,
      string
    >
  }
}
