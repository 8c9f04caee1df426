import { isIP } from 'node:net'

/** Where one listener listens. */
export interface Listen {
  readonly host: string
  /** Zero lets the system choose. */
  readonly port: number
}

const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/

/** Whether a text is an IP address or can be the name of a host; digits and dots alone are no name. */
export function isHost(value: string): boolean {
  if (isIP(value) !== 0) return true
  const isName = value.length <= 253 && value.split('.').every((label) => LABEL.test(label))
  return isName && !/^[0-9.]+$/.test(value)
}

/** Whether two listeners would take each other's place; a wildcard takes every address. */
export function overlap(one: Listen, other: Listen): boolean {
  if (one.port === 0 || one.port !== other.port) return false
  return one.host === other.host || takesAll(one.host, other.host) || takesAll(other.host, one.host)
}

function takesAll(wildcard: string, host: string): boolean {
  if (wildcard === '::') return true
  return wildcard === '0.0.0.0' && (isIP(host) !== 6 || host === '::')
}
