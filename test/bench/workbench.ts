import { backUpKey } from '../../src/crypto/key-backup.js'
import { noBrowser } from '../helpers/browser.js'
import { monthClosed } from './feeds.js'
import { deliver, monthOf } from './intake.js'
import { signBatches } from './batches.js'
import type { Options } from './options.js'
import { say, watched } from './say.js'
import { CLOSING, MONTH, openBenchSetting, type BenchSetting } from './setting.js'
import { timeInBrowser, type BrowserTimes } from './workbench-browser.js'

/** What opening and filtering took at the workbench; why not, where there is no browser. */
export type WorkbenchResult =
  | { readonly skipped: string }
  | (BrowserTimes & {
      /** Cases of the month. */
      readonly cases: number
      /** Opening, against decrypting as many envelopes and nothing else in the same page. */
      readonly ofRaw: number
      /** Filters, against a page of the same session that asks nothing of any month. */
      readonly ofEmpty: number
    })

/** Notifications for a case: most households have one unpaid bill. */
const PER_CASE = 1.25
/** Of a hundred cases, so many were taken up. */
const TAKEN_UP = 60
const PASSPHRASE = 'acht kleine kano varen'

/**
 * A municipality with a month of cases, closed, and its coordinator in a real Chromium: opens a page
 * of 1,000 and filters the list. Intake and match are not timed here.
 */
export async function measureWorkbench(
  options: Options,
  within: (
    opening: Promise<BenchSetting>,
    work: (setting: BenchSetting) => Promise<WorkbenchResult>,
  ) => Promise<WorkbenchResult>,
): Promise<WorkbenchResult> {
  if (noBrowser !== false) {
    say(noBrowser)
    return { skipped: noBrowser }
  }
  const one = { ...options, municipalities: 1 }
  return within(openBenchSetting(one), async (setting) => {
    const [municipality] = setting.municipalities
    const { code } = municipality!
    const cases = await closeMonth(setting, one)
    await takeUp(setting)
    say('opening a browser')
    const key = setting.sealingKeys.get(code)!
    const times = await timeInBrowser(setting, {
      person: await setting.enrolCoordinator(code),
      backup: await backUpKey(key.export({ format: 'jwk' }), PASSPHRASE),
      passphrase: PASSPHRASE,
      month: MONTH,
    })
    const ofRaw = times.openMs / times.rawMs
    return { cases, ...times, ofRaw, ofEmpty: times.filterP95Ms / times.emptyP95Ms }
  })
}

/** Delivers the month and lets the hub close it; how many cases it has. */
async function closeMonth(setting: BenchSetting, options: Options): Promise<number> {
  const { sql, process } = setting
  const notifications = Math.ceil(options.cases * PER_CASE)
  say(`delivering ${notifications} notifications`)
  const batches = signBatches(setting, monthOf(1, notifications, options), options.batchItems)
  await deliver(setting, batches, options.connections)
  say('closing the month')
  await process.tell('setClock', CLOSING)
  await watched(setting, () => monthClosed(setting))
  const [found] = await sql<{ cases: number }[]>`
    SELECT count(*)::integer AS cases FROM feed_item WHERE month = ${`${MONTH}-01`}`
  return found!.cases
}

/** Reports of a team that has been at work, past the hub: what a list counts and sorts by. */
async function takeUp({ sql }: BenchSetting): Promise<void> {
  await sql`
    INSERT INTO outcome (municipality, month, case_id, version, report_id, reported_at, report,
                         taken_up_on, outcome, closed_on)
    SELECT i.municipality, i.month, i.case_id, v.version, gen_random_uuid(), ${CLOSING},
           jsonb_build_object('caseId', i.case_id, 'month', ${MONTH}::text, 'notifications', (
             SELECT jsonb_agg(jsonb_build_object('creditorId', n -> 'creditorId', 'notificationId',
                                                 n -> 'notificationId', 'status', 'TAKEN_UP'))
               FROM jsonb_array_elements(i.item::jsonb -> 'notifications') n), 'contactAttempts', (
             SELECT jsonb_agg(jsonb_build_object('kind', 'HOME_VISIT', 'on', '2026-09-01',
                                                 'reached', false))
               FROM generate_series(1, v.version))),
           '2026-09-01',
           CASE WHEN v.version = 3 THEN 'NO_CONTACT' END,
           CASE WHEN v.version = 3 THEN '2026-09-01'::date END
      FROM feed_item i CROSS JOIN generate_series(1, 1 + i.position % 3) AS v (version)
     WHERE i.month = ${`${MONTH}-01`} AND i.position % 100 < ${TAKEN_UP}`
  await sql`VACUUM ANALYZE`
}
