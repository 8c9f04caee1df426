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
      if (result.status === 'REJECTED') {
        this.rejected += 1
        const codes = new Set((result.errors ?? []).map(({ code }) => code))
        for (const code of codes) this.rejections.set(code, (this.rejections.get(code) ?? 0) + 1)
        return
      }
      this.accepted += 1
      const municipality = this.#municipalities.get(items[index]?.municipalityCode ?? '')
      if (municipality !== undefined) municipality.notifications += 1
    })
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
