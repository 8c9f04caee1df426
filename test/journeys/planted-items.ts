import type { Canaries } from '../helpers/canaries.js'
import { type AnyItem, id, report } from '../notifications/build.js'

/** Everything personal that a notification can hold, each with a canary. */
export function plantedPerson(canaries: Canaries, at: number): AnyItem {
  // In the range of numbers that nobody has: a sandbox takes no others.
  const subscriber = `600${(345_678 + at * 11).toString()}`
  return {
    person: { initials: canaries.text(), prefix: canaries.text(), surname: canaries.text() },
    address: {
      street: canaries.text(),
      postcode: canaries.special('1315XQ'),
      houseNumber: 97_531,
      addition: canaries.text(),
      city: canaries.text(),
    },
    phone: [canaries.special(`+31${subscriber}`, `0${subscriber}`, `31${subscriber}`)],
    email: [canaries.special(`qanarie.${at}@post.example`)],
    customerReference: canaries.text(),
  }
}

/** A notification that is accepted, with canaries wherever a person stands. */
export function planted(canaries: Canaries, number: number, overrides: AnyItem = {}): AnyItem {
  return report(number, { ...plantedPerson(canaries, number), ...overrides })
}

/** Notifications that are each refused, with canaries where they are wrong. */
export function plantedWrong(canaries: Canaries, from: number): readonly AnyItem[] {
  const text = () => canaries.text()
  let number = from
  const wrong = (change: (item: AnyItem) => AnyItem) => change(planted(canaries, (number += 1)))
  return [
    // Values of a wrong type, form or length.
    wrong((item) => ({ ...item, person: { surname: { [text()]: text() } } })),
    wrong((item) => ({ ...item, person: text() })),
    wrong((item) => ({ ...item, person: { ...item['person'], birthDate: text() } })),
    wrong((item) => ({ ...item, person: { ...item['person'], bsn: text() } })),
    wrong((item) => ({ ...item, person: { ...item['person'], surname: `${text()}\u0007` } })),
    wrong((item) => ({ ...item, person: { ...item['person'], surname: text().repeat(99) } })),
    wrong((item) => ({ ...item, address: { ...item['address'], postcode: text() } })),
    wrong((item) => ({ ...item, address: { ...item['address'], houseNumber: text() } })),
    wrong((item) => ({ ...item, address: [text()] })),
    wrong((item) => ({ ...item, phone: text() })),
    wrong((item) => ({ ...item, phone: [text()] })),
    wrong((item) => ({ ...item, email: [`${text()} niet@hier`] })),
    wrong((item) => ({ ...item, arrearsCents: text() })),
    wrong((item) => ({ ...item, sector: text() })),
    wrong((item) => ({ ...item, kind: text() })),
    wrong((item) => ({ ...item, reportedOn: text() })),
    wrong((item) => ({ ...item, notificationId: text() })),
    wrong((item) => ({ ...item, creditorId: text() })),
    wrong((item) => ({ ...item, municipalityCode: text() })),
    wrong((item) => ({ ...item, attestations: { ...item['attestations'], noObjection: text() } })),
    // Members that nobody knows.
    wrong((item) => ({ ...item, [text()]: text() })),
    wrong((item) => ({ ...item, person: { ...item['person'], [text()]: text() } })),
    wrong((item) => ({ ...item, address: { ...item['address'], [text()]: { [text()]: [] } } })),
    wrong((item) => ({ ...item, attestations: { ...item['attestations'], [text()]: true } })),
    // What the law, or the agreements, do not let through.
    wrong((item) => ({
      ...item,
      person: { ...item['person'], bsn: canaries.special('999990457') },
    })),
    wrong((item) => ({ ...item, sector: 'MUNICIPAL_TAX' })),
    wrong((item) => ({ ...item, municipalityCode: '0363' })),
    wrong((item) => ({ ...item, kind: 'CORRECTION', predecessorId: id(9_999) })),
    wrong((item) => ({ ...item, kind: 'REDELIVERY' })),
    wrong((item) => ({
      ...item,
      kind: 'WITHDRAWAL',
      predecessorId: id(1),
      withdrawalReason: 'PAID',
    })),
  ]
}
