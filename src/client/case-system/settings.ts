import { FIELDS, isField, type Filling } from './fields.js'
import { Mistakes, type Reading } from './mistakes.js'
import { isPointer } from './pointer.js'

/** How a case system makes sure that a case is made once, whatever happens to an answer. */
export const ONCE = ['PUT', 'IDEMPOTENCY_KEY', 'LOOKUP'] as const
/** How it takes a change of a case that it has. */
export const CHANGE = ['PUT', 'PATCH', 'NONE'] as const

/** Where results are read, see `RESULT_FIELDS`. */
export interface ResultSettings {
  readonly endpoint: string
  readonly items: string
  readonly next?: string
  readonly fields: Readonly<Record<string, Reading>>
  readonly contacts?: {
    readonly at: string
    readonly fields: Readonly<Record<string, Reading>>
    /** The list holds every attempt, also those that others reported: it takes their place. */
    readonly whole?: boolean
  }
}

/** A case system, as a municipality describes it in a file. */
export interface CaseSystemSettings {
  /** Where cases are made; https, without query. */
  readonly endpoint: string
  /** File with the bearer token, beside the settings. */
  readonly tokenFile: string
  /** PEM file with the authorities of its certificate; those of Node otherwise. */
  readonly authoritiesFile?: string
  readonly once: (typeof ONCE)[number]
  readonly lookup?: { readonly parameter: string; readonly reference: string }
  /** Where its own name of a case stands in its answer; not needed with `PUT`. */
  readonly reference?: string
  readonly change: (typeof CHANGE)[number]
  /** Requests at a time. */
  readonly parallel: number
  /** By JSON Pointer in the body. */
  readonly fields: ReadonlyMap<string, Filling>
  readonly outcomes?: ResultSettings
}

/** What can be read of a case that was worked on; the names of the columns of `municipality report`. */
export const RESULT_FIELDS = [
  ...['caseId', 'status', 'takenUpOn', 'decision', 'decidedOn', 'outcome', 'closedOn'],
  ...['planMade', 'planMadeOn', 'offerAcceptedOn', 'firstConversationOn', 'helpAcceptedOn'],
  ...['referralTo', 'referralKind', 'referralAgreedOn'],
  ...['consentGiven', 'consentOn', 'consentBy', 'consentWhat', 'consentCreditors'],
  'consentWithdrawnOn',
] as const
/** What can be read of one attempt at contact. */
export const CONTACT_FIELDS = ['kind', 'on', 'partOfDay', 'reached'] as const

const MEMBERS = [
  ...['endpoint', 'tokenFile', 'authoritiesFile', 'once', 'lookup', 'reference', 'change'],
  ...['parallel', 'fields', 'outcomes'],
]
const MOST_PARALLEL = 16

/**
 * Reads the settings of a case system. All mistakes at once, by JSON Pointer.
 *
 * @param read JSON as it came.
 */
export function readCaseSystem(
  read: unknown,
): { readonly settings: CaseSystemSettings } | { readonly mistakes: readonly string[] } {
  const found = new Mistakes()
  const settings = found.object(read, '', MEMBERS)
  found.url(settings['endpoint'], '/endpoint')
  found.text(settings['tokenFile'], '/tokenFile')
  if (settings['authoritiesFile'] !== undefined) {
    found.text(settings['authoritiesFile'], '/authoritiesFile')
  }
  found.oneOf(settings['once'], '/once', ONCE)
  found.oneOf(settings['change'], '/change', CHANGE)
  const { parallel = 4 } = settings
  if (!Number.isInteger(parallel) || Number(parallel) < 1 || Number(parallel) > MOST_PARALLEL) {
    found.add('/parallel', `is a whole number from 1 to ${MOST_PARALLEL}`)
  }
  if (settings['once'] !== 'PUT' || settings['reference'] !== undefined) {
    found.pointer(settings['reference'], '/reference')
  }
  if (settings['once'] === 'LOOKUP' || settings['lookup'] !== undefined) {
    const lookup = found.object(settings['lookup'], '/lookup', ['parameter', 'reference'])
    found.text(lookup['parameter'], '/lookup/parameter')
    found.pointer(lookup['reference'], '/lookup/reference')
  }
  const fields = fillings(found, settings['fields'])
  const outcomes =
    settings['outcomes'] === undefined ? {} : { outcomes: resultsIn(found, settings) }
  if (found.all.length > 0) return { mistakes: found.all }
  // Every member was checked above.
  const checked = { ...settings, parallel, fields, ...outcomes } as unknown
  return { settings: checked as CaseSystemSettings }
}

function fillings(found: Mistakes, read: unknown): ReadonlyMap<string, Filling> {
  const fields = new Map<string, Filling>()
  const named = found.object(read, '/fields')
  for (const [pointer, filling] of Object.entries(named)) {
    const at = `/fields/${pointer.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (!isPointer(pointer)) found.add(at, 'is a place in the body, as "/title"')
    const one = typeof filling === 'string' ? { field: filling } : filling
    const { field, value, values } = found.object(one, at, ['field', 'value', 'values'])
    if (value !== undefined && ['string', 'number', 'boolean'].includes(typeof value)) {
      fields.set(pointer, { value: value as string })
    } else if (isField(field)) {
      const words = values === undefined ? {} : { values: found.words(values, `${at}/values`) }
      fields.set(pointer, { field, ...words })
    } else {
      found.add(at, `is one of ${FIELDS.join(', ')}, or {"value": …}`)
    }
  }
  const holdsId = [...fields.values()].some((one) => 'field' in one && one.field === 'id')
  if (!holdsId) found.add('/fields', 'has a place for "id", by which a case is found again')
  return fields
}

function resultsIn(found: Mistakes, settings: Record<string, unknown>): ResultSettings {
  const at = '/outcomes'
  const results = found.object(settings['outcomes'], at, [
    ...['endpoint', 'items', 'next', 'fields', 'contacts'],
  ])
  const endpoint = found.url(results['endpoint'], `${at}/endpoint`)
  const cases = found.url(settings['endpoint'], '/endpoint')
  if (endpoint !== undefined && cases !== undefined && endpoint.origin !== cases.origin) {
    found.add(`${at}/endpoint`, 'is at the same address as /endpoint: the token goes nowhere else')
  }
  found.pointer(results['items'], `${at}/items`)
  if (results['next'] !== undefined) found.pointer(results['next'], `${at}/next`)
  const fields = found.readings(results['fields'], `${at}/fields`, RESULT_FIELDS)
  if (fields['caseId'] === undefined) found.add(`${at}/fields`, 'has "caseId"')
  const checked = { ...results, fields } as unknown as ResultSettings
  if (results['contacts'] === undefined) return checked
  const contacts = found.object(results['contacts'], `${at}/contacts`, ['at', 'fields', 'whole'])
  found.pointer(contacts['at'], `${at}/contacts/at`)
  const place = `${at}/contacts/fields`
  const read = found.readings(contacts['fields'], place, CONTACT_FIELDS)
  const { whole = false } = contacts
  if (typeof whole !== 'boolean') found.add(`${at}/contacts/whole`, 'is true or false')
  return {
    ...checked,
    contacts: { at: String(contacts['at']), fields: read, whole: whole === true },
  }
}
