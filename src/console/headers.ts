const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
]

/**
 * Headers of a page in place of the common ones. Nothing comes from elsewhere, nothing is inline.
 *
 * @param script Whether the page loads a script of ours, and whether that asks the hub anything.
 */
export function pageHeaders(
  language: string,
  script: boolean | 'asking' = false,
): Record<string, string> {
  const more = script === false ? [] : ["script-src 'self'", "require-trusted-types-for 'script'"]
  if (script === 'asking') more.push("connect-src 'self'")
  return {
    'content-security-policy': [...POLICY, ...more].join('; '),
    'content-language': language,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    // Not less than this: with none at all the browser would not say either where a form came from.
    'referrer-policy': 'same-origin',
  }
}
