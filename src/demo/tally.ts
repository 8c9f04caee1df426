import type { OpenedFeed, OpenedUrgent } from '../client/index.js'
import type { components } from '../generated/openapi.js'
import type { MunicipalityReport } from './report.js'
import type { Item } from './reporting.js'

type ItemResult = components['schemas']['ItemResult']

/** Counts along the way what came of everything that was sent. */
export class Tally {
  sent = 0
  accepted = 0
  rejected = 0
  readonly rejections = new Map<string, number>()
  /** Problem codes seen. */
  readonly refused = new Set<string>()
  /** By municipality and creditor: accepted notifications. */
  readonly creditors = new Map<string, Map<string, number>>()
  /** By municipality: notifications of municipal taxes, what was accepted, and what the law kept out. */
  readonly taxes = new Map<string, { offered: number; accepted: number; noBasis: number }>()
  /** By municipality: amounts that were brought down, and by how many euro cents in all. */
  readonly lowered = new Map<string, { count: number; cents: number }>()
  /** By municipality: how often an open month was asked for, and refused. */
  readonly early = new Map<string, number>()
  /** By creditor: rows of spreadsheets, and those that stayed behind because they could not be read. */
  readonly sheets = new Map<string, { rows: number; unread: number }>()
  readonly #amounts = new Map<string, number>()
  readonly #municipalities = new Map<string, Mutable<MunicipalityReport>>()

  constructor(municipalities: readonly { readonly code: string; readonly name: string }[]) {
    for (const { code, name } of municipalities) {
      const none = { notifications: 0, cases: 0, single: 0, multiple: 0, consecutive: 0 }
      this.#municipalities.set(code, { code, name, ...none, urgent: 0, opened: 0 })
    }
  }

  /** Takes in a receipt: results stand in the order of the items. */
  received(items: readonly Item[], results: readonly ItemResult[]): void {
    results.forEach((result, index) => {
      this.sent += 1
      this.#countTax(items[index], result)
      if (result.status === 'REJECTED') {
        this.rejected += 1
        const codes = new Set((result.errors ?? []).map(({ code }) => code))
        for (const code of codes) this.rejections.set(code, (this.rejections.get(code) ?? 0) + 1)
        return
      }
      this.accepted += 1
      this.#countAccepted(items[index])
      const municipality = this.#municipalities.get(items[index]?.municipalityCode ?? '')
      if (municipality !== undefined) municipality.notifications += 1
    })
  }

  #countTax(item: Item | undefined, { status, errors = [] }: ItemResult): void {
    if (item === undefined || !('sector' in item) || item.sector !== 'MUNICIPAL_TAX') return
    const counts = this.taxes.get(item.municipalityCode) ?? { offered: 0, accepted: 0, noBasis: 0 }
    counts.offered += 1
    if (status !== 'REJECTED') counts.accepted += 1
    if (errors.some(({ code }) => code === 'NO_LEGAL_BASIS')) counts.noBasis += 1
    this.taxes.set(item.municipalityCode, counts)
  }

  #countAccepted(item: Item | undefined): void {
    if (item === undefined) return
    const { municipalityCode: code, creditorId, notificationId } = item
    const own = this.creditors.get(code) ?? new Map<string, number>()
    this.creditors.set(code, own.set(creditorId, (own.get(creditorId) ?? 0) + 1))
    if (!('arrearsCents' in item)) return
    const before = item.kind === 'CORRECTION' ? this.#amounts.get(item.predecessorId) : undefined
    this.#amounts.set(notificationId, item.arrearsCents)
    if (before === undefined || before <= item.arrearsCents) return
    const lowered = this.lowered.get(code) ?? { count: 0, cents: 0 }
    lowered.count += 1
    lowered.cents += before - item.arrearsCents
    this.lowered.set(code, lowered)
  }

  /** Takes in an opened month. Multiple and consecutive may overlap; single is neither. */
  opened(code: string, feed: OpenedFeed): void {
    const municipality = this.#municipalities.get(code)!
    municipality.opened += feed.opened
    for (const { matchClass } of feed.cases) {
      municipality.cases += 1
      if (matchClass === 'SINGLE') municipality.single += 1
      if (matchClass.startsWith('MULTIPLE')) municipality.multiple += 1
      if (matchClass.endsWith('CONSECUTIVE')) municipality.consecutive += 1
    }
  }

  /** Takes in opened urgent items. */
  urgent(code: string, items: readonly OpenedUrgent[]): void {
    const municipality = this.#municipalities.get(code)!
    municipality.urgent += items.length
    municipality.opened += items.filter(({ notification }) => notification.identity).length
  }

  /** By municipality, in the order they were named. */
  municipalities(): readonly MunicipalityReport[] {
    return [...this.#municipalities.values()]
  }
}

type Mutable<Record> = { -readonly [Member in keyof Record]: Record[Member] }
