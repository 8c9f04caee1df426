import type { Page } from 'playwright-core'
import type { Credential } from '../../certs/issue.js'
import { startBrowser, openWindow } from '../helpers/browser.js'
import { beginWork, knowHub, loadKeyOf, ready } from '../helpers/work-page.js'
import { say } from './say.js'
import type { BenchSetting } from './setting.js'

/** Times as the page of a browser takes them. */
export interface BrowserTimes {
  /** Envelopes of the page that was opened. */
  readonly opened: number
  /** From pressing the button until every name stands there, laid out: the median of some. */
  readonly openMs: number
  /** Unwrapping and decrypting as many envelopes of the same length, and nothing else. */
  readonly rawMs: number
  /** Answer to a list that was narrowed, as the page gets it: 95th percentile. */
  readonly filterP95Ms: number
  /** The same of a page that asks nothing of any month. */
  readonly emptyP95Ms: number
  /** The list as it is shown, from going there until it is laid out: 95th percentile. */
  readonly shownP95Ms: number
}

/** Who opens, and with which key. */
export interface Opener {
  readonly person: Credential
  readonly backup: string
  readonly passphrase: string
  readonly month: string
}

const OPENINGS = 5
const FILTERS = 120
const SHOWN = 24

/** Takes the times in a real Chromium, at a hub that is a process of its own. */
export async function timeInBrowser(
  setting: BenchSetting,
  { person, backup, passphrase, month }: Opener,
): Promise<BrowserTimes> {
  const closers: (() => unknown)[] = []
  const browser = await startBrowser({ teardown: (close) => closers.push(close) })
  try {
    const port = Number(new URL(setting.process.dataUrl).port)
    const page = await beginWork(await openWindow(browser, { port }, person))
    await loadKeyOf(page, backup, passphrase)
    await knowHub(page)
    const list = `/console/work/cases?month=${month}`
    const openings: number[] = []
    let opened = 0
    for (let round = 0; round < OPENINGS; round += 1) {
      await page.goto(`${list}&size=1000`)
      await ready(page)
      openings.push(Number(await page.evaluate(OPEN_MS)))
      opened = Number(await page.evaluate('Number(document.body.dataset.envelopes)'))
      const waited = Math.round(Number(await page.evaluate(WAITED_MS)))
      const took = Math.round(openings.at(-1)!)
      say(`  opened ${opened} envelopes in ${took} ms, ${waited} of it at the hub`)
    }
    const rawMs = Number(await page.evaluate(rawDecrypts(opened)))
    const queries = await queriesOf(page, list)
    const filterP95Ms = p95(await fetchTimes(page, queries, FILTERS))
    const emptyP95Ms = p95(await fetchTimes(page, ['/console/work/choose'], FILTERS))
    const shown: number[] = []
    for (let round = 0; round < SHOWN; round += 1) {
      await page.goto(queries[(round * 7) % queries.length]!)
      await ready(page)
      shown.push(Number(await page.evaluate(SHOWN_MS)))
    }
    const openMs = sorted(openings)[Math.floor(OPENINGS / 2)]!
    return { opened, openMs, rawMs, filterP95Ms, emptyP95Ms, shownP95Ms: p95(shown) }
  } finally {
    for (const close of closers.reverse()) await close()
  }
}

/** Every filter that the list offers, alone and two by two, with the second page of each. */
async function queriesOf(page: Page, list: string): Promise<readonly string[]> {
  await page.goto(list)
  const options = (await page.evaluate(
    `[...document.querySelectorAll('main form select')].flatMap((select) =>
       [...select.options].filter(({ value }) => value !== '' && select.name !== 'month' && select.name !== 'size')
         .slice(0, 6).map(({ value }) => [select.name, value]))`,
  )) as [string, string][]
  const single = [...options, ['least', '500'], ['least', '50']] as [string, string][]
  const pairs = single.flatMap((one, at) =>
    single.slice(at + 1).flatMap((other) => (one[0] === other[0] ? [] : [[one, other]])),
  )
  const narrowed = [[], ...single.map((one) => [one]), ...pairs]
  return narrowed.flatMap((chosen) => {
    const query = new URLSearchParams(chosen).toString()
    const first = query === '' ? list : `${list}&${query}`
    return [first, `${first}&page=2`]
  })
}

/** Milliseconds that answers took, asked one after the other from the page itself. */
async function fetchTimes(
  page: Page,
  paths: readonly string[],
  count: number,
): Promise<readonly number[]> {
  const step = Math.max(1, Math.floor(paths.length / count))
  const asked = Array.from({ length: count }, (_, at) => paths[(at * step) % paths.length])
  return (await page.evaluate(
    `(async () => {
       const times = []
       for (const path of ${JSON.stringify(asked)}) {
         const begun = performance.now()
         const answer = await fetch(path)
         if (!answer.ok) throw new Error('refused: ' + answer.status)
         await answer.text()
         times.push(performance.now() - begun)
       }
       return times
     })()`,
  )) as number[]
}

/** From pressing the button until the page has said that it is done, and its list is laid out. */
const OPEN_MS = `new Promise((resolve, reject) => {
  const begun = performance.now()
  new MutationObserver((_, observer) => {
    observer.disconnect()
    document.body.getBoundingClientRect()
    resolve(performance.now() - begun)
  }).observe(document.body, { attributeFilter: ['data-envelopes'] })
  setTimeout(() => reject(new Error(document.querySelector('[data-say]').textContent)), 60_000)
  document.querySelector('[data-open]').click()
})`

/** From leaving the page before until the list is laid out and its script works. */
const SHOWN_MS = `(() => {
  document.body.getBoundingClientRect()
  return performance.getEntriesByType('navigation')[0].loadEventEnd
})()`

/** From asking for the envelopes until the first byte of the answer. */
const WAITED_MS = `(() => {
  const [asked] = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/sealed'))
  return asked.responseStart - asked.requestStart
})()`

/** The bare work of opening so many envelopes, in WebCrypto of the same page. */
function rawDecrypts(count: number): string {
  return `(async () => {
    const gcm = { name: 'AES-GCM', length: 256 }
    const wrapping = await crypto.subtle.generateKey({ name: 'AES-KW', length: 256 }, false, ['wrapKey', 'unwrapKey'])
    const content = await crypto.subtle.generateKey(gcm, true, ['encrypt', 'decrypt'])
    const wrapped = await crypto.subtle.wrapKey('raw', content, wrapping, 'AES-KW')
    const iv = new Uint8Array(12)
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, content, new Uint8Array(1536))
    const open = async () => {
      const key = await crypto.subtle.unwrapKey('raw', wrapped, wrapping, 'AES-KW', gcm, false, ['decrypt'])
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed)
    }
    let best = Infinity
    for (let round = 0; round < 5; round += 1) {
      const begun = performance.now()
      await Promise.all(Array.from({ length: ${count} }, open))
      best = Math.min(best, performance.now() - begun)
    }
    return best
  })()`
}

function p95(times: readonly number[]): number {
  return sorted(times)[Math.ceil(times.length * 0.95) - 1]!
}

function sorted(times: readonly number[]): number[] {
  return [...times].sort((left, right) => left - right)
}
