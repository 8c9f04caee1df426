import { expect, type CaseGroup } from '../case.js'
import { isDone, parsed, RETRY_AFTER_SECONDS, type Exchange } from './exchange.js'
import type { Script } from './front.js'

const isPage = ({ method, path }: Pick<Exchange, 'method' | 'path'>) =>
  method === 'GET' && /^\/feeds\/\d{4}-\d{2}(\?|$)/.test(path)
const isFirstPage = (one: Pick<Exchange, 'method' | 'path'>) =>
  isPage(one) && !one.path.includes('cursor=')
const isMonthReceipt = ({ method, path }: Pick<Exchange, 'method' | 'path'>) =>
  method === 'POST' && /^\/feeds\/\d{4}-\d{2}\/_acknowledge$/.test(path)

/**
 * The first pull is answered 503, the second one is tampered with, and of the third one the answer
 * with the second page is lost; so is the answer to the first acknowledgement.
 */
export const municipalityScript: Script = (wanted, before) => {
  if (isFirstPage(wanted)) {
    const count = before.filter(isFirstPage).length
    return count === 0 ? 'BUSY' : count === 1 ? 'TAMPER' : 'NONE'
  }
  if (isPage(wanted)) {
    // Whoever goes on after the page that was tampered with gets there too; it is counted below.
    const isBegun = before.filter(isFirstPage).length > 2
    const isLost = before.some((one) => isPage(one) && one.fault === 'LOSE_ANSWER')
    return isBegun && !isLost ? 'LOSE_ANSWER' : 'NONE'
  }
  if (isMonthReceipt(wanted)) return before.some(isMonthReceipt) ? 'NONE' : 'LOSE_ANSWER'
  return 'NONE'
}

const done = (seen: readonly Exchange[], matches: (one: Exchange) => boolean) =>
  seen.filter((one) => isDone(one) && matches(one))

/** What a municipality's software must do, as far as a hub can see it. */
export const MUNICIPAL_SOFTWARE: CaseGroup<readonly Exchange[]> = {
  group: 'software of a municipality',
  cases: [
    {
      name: 'the months are listed',
      async run(seen) {
        expect(done(seen, ({ path }) => path === '/feeds').length > 0, 'not seen yet')
      },
    },
    {
      name: 'a month is pulled to its last page',
      async run(seen) {
        const last = done(seen, isPage).some(({ answer }) => parsed(answer)['nextCursor'] === null)
        expect(last, 'not seen yet')
      },
    },
    {
      name: 'a pull that was answered 503 is repeated after Retry-After',
      async run(seen) {
        const [first, second] = seen.filter(isFirstPage)
        expect(first !== undefined && second !== undefined, 'not seen yet')
        const waitedMs = second.at - first.at
        expect(waitedMs >= RETRY_AFTER_SECONDS * 1000 - 50, 'it came before Retry-After was over')
      },
    },
    {
      name: 'a page whose answer was lost is pulled again',
      async run(seen) {
        const lost = seen.find((one) => isPage(one) && one.fault === 'LOSE_ANSWER')
        expect(lost !== undefined, 'not seen yet')
        const again = done(seen, ({ path, at }) => path === lost.path && at > lost.at)
        expect(again.length > 0, 'not seen yet')
      },
    },
    {
      name: 'a page that does not verify is pulled again, and nothing is acknowledged on it',
      async run(seen) {
        const bad = seen.find((one) => isFirstPage(one) && one.fault === 'TAMPER')
        expect(bad !== undefined, 'not seen yet')
        const again = seen.find((one) => isFirstPage(one) && one.at > bad.at)
        const receipt = seen.find((one) => isMonthReceipt(one) && one.at > bad.at)
        const isEarly = receipt !== undefined && (again === undefined || receipt.at < again.at)
        expect(!isEarly, 'it was acknowledged')
        expect(again !== undefined, 'it was not pulled again')
      },
    },
    {
      name: 'a month is acknowledged by the count and root that were closed',
      async run(seen) {
        expect(seen.some(isMonthReceipt), 'not seen yet')
        const refused = seen.filter((one) => isMonthReceipt(one) && one.status >= 400)
        expect(
          refused.length === 0,
          `refused with ${String(parsed(refused[0]?.answer ?? '')['code'])}`,
        )
        expect(done(seen, isMonthReceipt).length > 0, 'not seen yet')
      },
    },
    {
      name: 'an acknowledgement whose answer was lost is sent again with the same bytes',
      async run(seen) {
        const lost = seen.find((one) => isMonthReceipt(one) && one.fault === 'LOSE_ANSWER')
        expect(lost !== undefined, 'not seen yet')
        const again = done(seen, (one) => isMonthReceipt(one) && one.at > lost.at)[0]
        expect(again !== undefined, 'not seen yet')
        expect(again.body === lost.body, 'it was sent again with other bytes')
      },
    },
    {
      name: 'the urgent lane is pulled, and what was pulled is acknowledged',
      async run(seen) {
        const lane = done(seen, ({ path }) => path.startsWith('/feeds/urgent'))
        const receipts = lane.filter(({ path }) => path.endsWith('_acknowledge'))
        expect(receipts.length > 0, 'not seen yet')
        const first = lane.find(({ method }) => method === 'GET')
        expect(first !== undefined && first.at < receipts[0]!.at, 'it was not pulled first')
      },
    },
    {
      name: 'a sealing key is offered by one person and confirmed by another',
      async run(seen) {
        const offered = done(
          seen,
          ({ method, path }) => method === 'PUT' && path === '/sealing-keys',
        )
        const confirmed = done(seen, ({ path }) => /^\/sealing-keys\/[^/]+\/_confirm$/.test(path))
        expect(offered.length > 0, 'no key was offered yet')
        expect(confirmed.length > 0, 'no key was confirmed yet')
      },
    },
    {
      name: 'the outcome of a case is reported and taken',
      async run(seen) {
        const reports = done(seen, ({ path }) => path === '/outcomes')
        expect(reports.length > 0, 'not seen yet')
        const taken = reports.some(({ answer }) => {
          const { results = [] } = parsed<{ results: { errors?: unknown[] }[] }>(answer)
          return results.some(({ errors }) => errors === undefined || errors.length === 0)
        })
        expect(taken, 'every report had an error')
      },
    },
    {
      name: 'no body is refused for its signature, its frame or its contract',
      async run(seen) {
        const signed = seen.filter(({ method }) => method === 'POST' || method === 'PUT')
        expect(signed.length > 0, 'nothing was sent yet')
        const bad = signed.filter(({ status }) => [400, 401, 415].includes(status))
        const codes = bad.map(({ answer }) => String(parsed(answer)['code']))
        expect(bad.length === 0, `refused: ${[...new Set(codes)].join(', ')}`)
      },
    },
  ],
}
