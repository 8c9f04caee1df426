import { Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { copyOut } from './copy.js'
import { openCaller } from './caller.js'
import { inParallel, say, watched } from './say.js'
import { CLOSING, MONTH, type BenchSetting } from './setting.js'

/** What pulling every feed took, against a bare COPY of the same bytes out of the database. */
export interface FeedsResult {
  readonly seconds: number
  readonly notifications: number
  readonly perSecond: number
  /** Bytes that municipalities received. */
  readonly bytesPulled: number
  readonly bytesCopied: number
  readonly copySeconds: number
  readonly ofCopy: number
}

/** Municipalities that pull at once. */
const AT_ONCE = 4
/** The better of so many is what counts, for the hub as for the yardstick. */
const PULLS = 2
const COPIES = 3

/** What a pull carries: cases, sealed identities and the keys that they are sealed under. */
const RELEASED = [
  `SELECT * FROM feed_item WHERE month = '${MONTH}-01'`,
  `SELECT * FROM envelope WHERE month = '${MONTH}-01'`,
  `SELECT * FROM delivery_key WHERE month = '${MONTH}-01'`,
]

/** Lets the hub close the month, then pulls each feed with the certificate of its municipality. */
export async function measureFeeds(setting: BenchSetting): Promise<FeedsResult> {
  const { process, sql, municipalities, anchors } = setting
  say('giving municipalities certificates')
  const credentials = await setting.enrolMunicipalities()
  say('closing the month')
  await process.tell('setClock', CLOSING)
  await monthClosed(setting)
  const [found] = await sql<{ notifications: number }[]>`
    SELECT coalesce(sum(cardinality(notification_ids)), 0)::int AS notifications FROM feed_item
     WHERE month = ${`${MONTH}-01`}`
  await sql`CHECKPOINT`
  say('pulling all feeds')
  let seconds = Number.POSITIVE_INFINITY
  let bytesPulled = 0
  for (let run = 0; run < PULLS; run += 1) {
    bytesPulled = 0
    const pulled = await watched(setting, () =>
      inParallel(municipalities, AT_ONCE, async ({ code }) => {
        const caller = openCaller(anchors, credentials.get(code)!, 1)
        const feed = `${process.dataUrl}/feeds/${MONTH}`
        for (let url: string | undefined = feed; url !== undefined;) {
          const { bytes, next } = await caller.read(url)
          bytesPulled += bytes
          url = next
        }
        await caller.close()
      }),
    )
    seconds = Math.min(seconds, pulled.seconds)
  }
  say('copying the same rows out')
  let copySeconds = Number.POSITIVE_INFINITY
  let bytesCopied = 0
  for (let run = 0; run < COPIES; run += 1) {
    const counter = new ByteCounter()
    let total = 0
    for (const query of RELEASED) {
      total += await copyOut(setting.superuserUrl, query, new Pipe(counter))
    }
    copySeconds = Math.min(copySeconds, total)
    bytesCopied = counter.bytes
  }
  const notifications = found!.notifications
  const perSecond = notifications / seconds
  const ofCopy = copySeconds / seconds
  return { seconds, notifications, perSecond, bytesPulled, bytesCopied, copySeconds, ofCopy }
}

/**
 * Waits until the jobs of the hub have closed the month for everybody and have nothing else to do
 * that day, so that they do not work beside what is measured.
 */
export async function monthClosed({ sql, municipalities }: BenchSetting): Promise<void> {
  for (let told = 0; ;) {
    const [found] = await sql<{ closed: number; purged: number }[]>`
      SELECT count(*) FILTER (WHERE job LIKE 'close/%')::int AS closed,
             count(*) FILTER (WHERE job LIKE 'purge/%')::int AS purged
        FROM job_lease WHERE last_due >= ${CLOSING}::timestamptz - interval '1 day'`
    const done = found!
    // They run in this order.
    if (done.closed === municipalities.length && done.purged === municipalities.length) return
    if (done.closed >= told + 100) say(`  ${(told = done.closed)} closed`)
    await delay(500)
  }
}

class ByteCounter {
  bytes = 0
}

/** Takes bytes and counts them. */
class Pipe extends Writable {
  readonly #counter: ByteCounter

  constructor(counter: ByteCounter) {
    super()
    this.#counter = counter
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#counter.bytes += chunk.length
    done()
  }
}
