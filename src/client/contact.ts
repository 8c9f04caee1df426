import type { OpenedIdentity } from './open-envelope.js'

/** What somebody at the door needs of a household, and nothing else. */
export interface Contact {
  readonly name: string
  /** Lines as they stand on an envelope. */
  readonly address: readonly string[]
  readonly phone: readonly string[]
  readonly email: readonly string[]
}

type Identity = OpenedIdentity['item']

/**
 * One household out of several notifications, as the pages of the workbench make it: the name and the
 * address as written most often, every number and address of e-mail once.
 */
export function contactOf(identities: readonly Identity[]): Contact {
  return {
    name: commonest(identities.map(nameOf)),
    address: commonest(identities.map((one) => addressOf(one).join('\n')))
      .split('\n')
      .filter(Boolean),
    phone: [...new Set(identities.flatMap(({ phone = [] }) => phone))],
    email: [...new Set(identities.flatMap(({ email = [] }) => email))],
  }
}

function nameOf({ person: { initials = '', prefix = '', surname } }: Identity): string {
  return [initials, prefix, surname].filter(Boolean).join(' ')
}

function addressOf({ address }: Identity): readonly string[] {
  const { street = '', houseNumber, addition = '', postcode, city = '' } = address
  const spaced = postcode.replace(/^(\d{4})([A-Z]{2})$/, '$1 $2')
  const number = `${houseNumber}${addition && ` ${addition}`}`
  return [`${street} ${number}`.trim(), `${spaced}  ${city}`.trim()].filter(Boolean)
}

function commonest(texts: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const text of texts) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].sort((left, right) => right[1] - left[1])[0]?.[0] ?? ''
}
