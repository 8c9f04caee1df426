import type { Brand } from '../kernel/brand.js'
import { HubError } from '../kernel/errors.js'

/** An OIN: 20 characters that identify an organisation (OIN-Stelsel 3.0.1). Compared exactly. */
export type OrganisationNumber = Brand<string, 'OrganisationNumber'>

/**
 * Main number and suffix per prefix. The main number may hold letters and leading zeros, so it is
 * never read as a number; RSIN, KvK and SubOIN have a fixed form.
 */
const FORMS: ReadonlyMap<string, RegExp> = new Map([
  ['00000001', /^\d{9}000$/],
  ['00000002', /^[0-9A-Z]{12}$/],
  ['00000003', /^\d{8}0000$/],
  ['00000004', /^\d{9}000$/],
  ['00000005', /^[0-9A-Z]{12}$/],
  ['00000006', /^[0-9A-Z]{12}$/],
  ['00000007', /^[0-9A-Z]{12}$/],
  ['00000008', /^[0-9A-Z]{12}$/],
  ['00000009', /^[0-9A-Z]{12}$/],
  ['00000010', /^[0-9A-Z]{12}$/],
  ['00000011', /^[0-9A-Z]{12}$/],
  ['00000099', /^[0-9A-Z]{12}$/],
])

const PREFIX_CHARACTERS = 8
const RSIN = '00000001'
const TEST = '00000099'

/**
 * Checks an organisation number.
 *
 * @throws {HubError} `certificate.organisation_number`
 */
export function parseOrganisationNumber(text: string): OrganisationNumber {
  const prefix = text.slice(0, PREFIX_CHARACTERS)
  const rest = text.slice(PREFIX_CHARACTERS)
  const isValid =
    FORMS.get(prefix)?.test(rest) === true && (prefix !== RSIN || passesElevenTest(rest))
  if (!isValid) {
    throw new HubError(
      'certificate.organisation_number',
      'An organisation number (OIN) has 20 characters and a known prefix.',
    )
  }
  return text as OrganisationNumber
}

/** Whether a number is one for tests only; production refuses those and a sandbox all others. */
export function isTestNumber(number: OrganisationNumber): boolean {
  return number.startsWith(TEST)
}

/**
 * Keeps test and production apart: each accepts only its own numbers.
 *
 * @throws {HubError} `certificate.test_number`
 */
export function requireEnvironment(number: OrganisationNumber, isSandbox: boolean): void {
  if (isTestNumber(number) === isSandbox) return
  throw new HubError(
    'certificate.test_number',
    isSandbox
      ? 'A sandbox accepts test organisation numbers (00000099…) only.'
      : 'A test organisation number (00000099…) is not accepted here.',
  )
}

const RSIN_WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1]

function passesElevenTest(rest: string): boolean {
  const sum = RSIN_WEIGHTS.reduce((total, weight, at) => total + weight * Number(rest[at]), 0)
  return sum % 11 === 0
}
