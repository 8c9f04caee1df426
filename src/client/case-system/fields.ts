import type { components } from '../../generated/openapi.js'
import { putAt } from './pointer.js'
import type { CaseRecord, RecordNotification } from './records.js'

type Identity = components['schemas']['NotificationEarly']

/** What a record can give to a case system, by name. `undefined` is left out of the body. */
const SOURCES = {
  id: ({ id }: CaseRecord) => id,
  kind: ({ kind }: CaseRecord) => kind,
  month: ({ month }: CaseRecord) => month,
  status: ({ status }: CaseRecord) => status,
  caseId: ({ found }: CaseRecord) => found?.caseId,
  urgentIds: ({ urgentIds }: CaseRecord) => some(urgentIds),
  corrections: ({ corrections }: CaseRecord) => some(corrections),
  deviations: ({ notifications }: CaseRecord) =>
    some(distinct(notifications.flatMap(({ brp }) => brp?.deviations ?? []))),
  urgency: ({ found, urgent }: CaseRecord) =>
    found?.urgency ?? (urgent?.reason === 'CRISIS' ? 'CRISIS' : 'HIGH'),
  deadlineOn: ({ found, urgent }: CaseRecord) => found?.deadlineOn ?? urgent?.deadlineOn,
  ground: ({ urgent }: CaseRecord) => urgent?.ground,
  matchClass: ({ found }: CaseRecord) => found?.matchClass,
  matchedOn: ({ found }: CaseRecord) => found?.matchedOn,
  sectorCount: ({ found }: CaseRecord) => found?.sectorCount,
  consecutiveMonths: ({ found }: CaseRecord) => found?.consecutiveMonths,
  workBin: ({ found }: CaseRecord) => found?.workBin,
  ruleVersion: ({ found }: CaseRecord) => found?.ruleVersion,
  reasons: ({ found }: CaseRecord) => found?.reasons.map(({ nl }) => nl).join('; '),
  reasonsEn: ({ found }: CaseRecord) => found?.reasons.map(({ en }) => en).join('; '),
  district: ({ found }: CaseRecord) => found?.district,
  quality: ({ found }: CaseRecord) => some(found?.quality ?? []),
  totalArrearsCents: (record: CaseRecord) =>
    record.found?.totalArrearsCents ?? record.notifications[0]?.arrearsCents,
  sectors: (record: CaseRecord) => distinct(record.notifications.map(({ sector }) => sector)),
  creditors: (record: CaseRecord) =>
    distinct(record.notifications.map((one) => one.creditorName ?? one.creditorId)),
  name: (record: CaseRecord) => nameOf(latest(record)),
  initials: (record: CaseRecord) => latest(record)?.person.initials,
  prefix: (record: CaseRecord) => latest(record)?.person.prefix,
  surname: (record: CaseRecord) => latest(record)?.person.surname,
  street: (record: CaseRecord) => latest(record)?.address.street,
  houseNumber: (record: CaseRecord) => latest(record)?.address.houseNumber,
  addition: (record: CaseRecord) => latest(record)?.address.addition,
  postcode: (record: CaseRecord) => latest(record)?.address.postcode,
  city: (record: CaseRecord) => latest(record)?.address.city,
  phone: (record: CaseRecord) => latest(record)?.phone?.[0],
  email: (record: CaseRecord) => latest(record)?.email?.[0],
  residents: (record: CaseRecord) => some(residentsOf(record)),
  notifications: ({ notifications }: CaseRecord) => notifications.map(listed),
} as const

export type FieldName = keyof typeof SOURCES

/** What goes into one place of a case of the case system. */
export type Filling =
  | { readonly value: string | number | boolean }
  | { readonly field: FieldName; readonly values?: Readonly<Record<string, string>> }

/** Names of the fields, in the order of the documentation. */
export const FIELDS = Object.keys(SOURCES) as readonly FieldName[]

/** Whether there is a field of that name. */
export function isField(name: unknown): name is FieldName {
  return typeof name === 'string' && Object.hasOwn(SOURCES, name)
}

/** The body of a case as the case system wants it. */
export function bodyOf(
  record: CaseRecord,
  { fields }: { readonly fields: ReadonlyMap<string, Filling> },
): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const [pointer, filling] of fields) {
    const value = 'value' in filling ? filling.value : worded(record, filling)
    if (value !== undefined) putAt(body, pointer, value)
  }
  return body
}

/** A value that has a word of the case system's own; others go as they are. */
function worded(
  record: CaseRecord,
  {
    field,
    values,
  }: { readonly field: FieldName; readonly values?: Readonly<Record<string, string>> },
): unknown {
  const value: unknown = SOURCES[field](record)
  return typeof value === 'string' && values !== undefined && Object.hasOwn(values, value)
    ? values[value]
    : value
}

/** Whoever was reported last and may be shown. */
function latest({ notifications }: CaseRecord): Identity | undefined {
  const shown = notifications.filter(({ identity }) => identity !== undefined)
  return [...shown].sort((a, b) => (a.reportedOn < b.reportedOn ? 1 : -1))[0]?.identity
}

/** Everybody in it, once each as they were written: who lives there is for a person to say. */
function residentsOf({ notifications }: CaseRecord) {
  const found = new Map<string, object>()
  for (const { identity } of notifications) {
    if (identity === undefined) continue
    const { person, phone = [], email = [] } = identity
    const { initials, prefix, surname } = person
    found.set(JSON.stringify([initials, prefix, surname]), {
      ...{ name: nameOf(identity), initials, prefix, surname },
      ...(phone.length > 0 && { phone }),
      ...(email.length > 0 && { email }),
    })
  }
  return [...found.values()]
}

function listed(notification: RecordNotification): object {
  const { creditorId, notificationId, creditorName, sector, kind, reportedOn } = notification
  const { arrearsCents, oldestDueOn, withheld, withdrawalReason, crisis, disputed } = notification
  return {
    ...{ notificationId, creditorId, creditorName, sector, kind, reportedOn, crisis },
    ...{ arrearsCents, oldestDueOn, withheld, withdrawalReason, disputed },
  }
}

function nameOf(identity: Identity | undefined): string | undefined {
  if (identity === undefined) return undefined
  const { initials, prefix, surname } = identity.person
  return [initials, prefix, surname].filter((part) => part !== undefined && part !== '').join(' ')
}

function some<Value>(values: readonly Value[]): readonly Value[] | undefined {
  return values.length === 0 ? undefined : values
}

function distinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== undefined))].sort()
}
