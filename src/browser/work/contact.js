// One household out of several notifications: the name as written most often, every number once.

/** @typedef {import('./opening.js').Identity} Identity */
/** @typedef {{ name: string, address: string[], phone: string[], email: string[] }} Contact */

/**
 * @param {readonly Identity[]} identities
 * @returns {Contact}
 */
export function contactOf(identities) {
  const name = commonest(identities.map(({ person }) => nameOf(person)))
  const address = commonest(identities.map((one) => addressOf(one.address).join('\n')))
  return {
    name,
    address: address.split('\n').filter(Boolean),
    phone: [...new Set(identities.flatMap(({ phone = [] }) => phone))],
    email: [...new Set(identities.flatMap(({ email = [] }) => email))],
  }
}

/** @param {Identity['person']} person */
export function nameOf({ initials = '', prefix = '', surname = '' } = {}) {
  return [initials, prefix, surname].filter(Boolean).join(' ')
}

/** @param {Identity['address']} address */
export function addressOf({
  street = '',
  houseNumber,
  addition = '',
  postcode = '',
  city = '',
} = {}) {
  const number = houseNumber === undefined ? '' : `${houseNumber}${addition && ` ${addition}`}`
  const spaced = postcode.replace(/^(\d{4})([A-Z]{2})$/, '$1 $2')
  return [`${street} ${number}`.trim(), `${spaced}  ${city}`.trim()].filter(Boolean)
}

/** @param {readonly string[]} texts */
function commonest(texts) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const text of texts) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].sort((left, right) => right[1] - left[1])[0]?.[0] ?? ''
}
