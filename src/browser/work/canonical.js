// The one spelling of a JSON value (RFC 8785), over which the hub takes its digests.

/**
 * @param {unknown} value
 * @returns {string}
 */
export function canonicalText(value) {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (typeof value === 'string' && value.isWellFormed()) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (typeof value !== 'object') throw new Error('not a JSON value')
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([name, member]) => `${canonicalText(name)}:${canonicalText(member)}`)
  return `{${members.join(',')}}`
}
