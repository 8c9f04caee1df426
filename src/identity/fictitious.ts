import type { Resident } from './person.js'

/** Domains that nobody can have (RFC 2606, RFC 6761). */
const NOBODYS_DOMAIN = /(?:@|\.)(?:example|test|invalid|localhost|example\.(?:com|net|org))$/i
/** Mobile numbers that begin like this are not given out. */
const NOBODYS_PHONE = /^\+31600\d{6}$/
/** Citizen numbers of test persons begin like this. */
const TEST_BSN = /^999\d{6}$/
/** Letters that no Dutch postcode ends with. */
const NOBODYS_POSTCODE = /(?:SA|SD|SS)$/
/** Surnames that say it. */
const INVENTED = /(?:^|[\s-])(?:verzonnen|verzinsel|fictief|voorbeeld|niemand)/i

/**
 * Whether a resident is plainly made up: nothing in it could reach or be somebody (phone, e-mail and
 * citizen number come from what is reserved), and at least one thing in it cannot be real: a reserved
 * phone number or e-mail address, letters that no postcode ends with, or a surname that says so. A
 * sandbox takes nobody else, because a slip of the software under test would otherwise put real
 * people where everybody tries things.
 */
export function isFictitious({ person, address, phone = [], email = [] }: Resident): boolean {
  const reachesNobody =
    phone.every((number) => NOBODYS_PHONE.test(number)) &&
    email.every((box) => NOBODYS_DOMAIN.test(box)) &&
    (person.bsn === undefined || TEST_BSN.test(person.bsn))
  const isMarked =
    phone.length > 0 ||
    email.length > 0 ||
    NOBODYS_POSTCODE.test(address.postcode) ||
    INVENTED.test(person.surname)
  return reachesNobody && isMarked
}
