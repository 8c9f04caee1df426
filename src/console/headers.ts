import type { ScriptName } from './assets.js'

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
]

/** Scripts that ask the hub something, over the connection of the page. */
const ASKING: ReadonlySet<ScriptName> = new Set(['deliver'])

/** Headers of a page in place of the common ones. Nothing comes from elsewhere, nothing is inline. */
export function pageHeaders(language: string, name?: ScriptName): Record<string, string> {
  const script =
    name === undefined ? [] : ["script-src 'self'", "require-trusted-types-for 'script'"]
  if (name !== undefined && ASKING.has(name)) script.push("connect-src 'self'")
  return {
    'content-security-policy': [...POLICY, ...script].join('; '),
    'content-language': language,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    // Not less than this: with none at all the browser would not say either where a form came from.
    'referrer-policy': 'same-origin',
  }
}
