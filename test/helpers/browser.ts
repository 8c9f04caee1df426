import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Result } from 'axe-core'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import type { Credential } from '../../certs/issue.js'

/** Where Debian's package `chromium` puts it. */
const CHROMIUM = '/usr/bin/chromium'

/** Why a test in a browser cannot run here; `false` when it can. */
export const noBrowser: string | false = existsSync(CHROMIUM)
  ? false
  : 'SKIPPED: no Chromium; install the Debian package chromium'

/** A real Chromium, gone when the test is. */
export async function startBrowser(t: {
  teardown: (done: () => unknown) => void
}): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  t.teardown(() => browser.close())
  return browser
}

/** How a window is opened. */
export interface WindowOptions {
  readonly width?: number
  readonly height?: number
  readonly script?: boolean
}

/** A hub as a window needs to know it: where it listens, and what time it is there. */
export interface Visited {
  readonly port: number
  readonly context?: { readonly clock: { now(): Date } }
}

/**
 * A window of a person with a certificate. The handshake is made with the hub itself, with this very
 * certificate; Playwright passes on what comes over it, under a certificate of its own. Pages tell the
 * time of the hub: what it signs is never from the future there.
 */
export async function openWindow(
  browser: Browser,
  hub: Visited,
  { chain, key }: Pick<Credential, 'chain' | 'key'>,
  { width = 1280, height = 900, script = true }: WindowOptions = {},
): Promise<BrowserContext> {
  const origin = `https://localhost:${hub.port}`
  const window = await browser.newContext({
    baseURL: origin,
    ignoreHTTPSErrors: true,
    javaScriptEnabled: script,
    viewport: { width, height },
    clientCertificates: [{ origin, cert: Buffer.from(chain), key: Buffer.from(key) }],
  })
  const now = hub.context?.clock.now()
  if (now !== undefined && script) await window.clock.setFixedTime(now)
  return window
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong with the page that is shown, one line each. */
export async function axeFindings(page: Page): Promise<string[]> {
  // In a world of its own, as an extension of the browser would; the policy of the page stays.
  const session = await page.context().newCDPSession(page)
  const { frameTree } = await session.send('Page.getFrameTree')
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'axe',
  })
  const run = `axe.run({runOnly: ${JSON.stringify(RULES)}}).then(({violations}) => JSON.stringify(violations))`
  await session.send('Runtime.evaluate', { contextId, expression: AXE })
  const { result } = await session.send('Runtime.evaluate', {
    contextId,
    expression: run,
    awaitPromise: true,
    returnByValue: true,
  })
  await session.detach()
  const violations = JSON.parse(String(result.value)) as Result[]
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
  )
}
