import type { BrowserContext, Page } from 'playwright-core'

/** Signs in at the workbench and chooses the one municipality that there is. */
export async function beginWork(window: BrowserContext): Promise<Page> {
  const page = await window.newPage()
  await page.goto('/console')
  await page.locator('main form button').click()
  await page.waitForURL('**/console/work/choose')
  await page.getByRole('button', { name: /Werk voor/ }).click()
  await page.waitForURL('**/console/work/*')
  return page
}

/** Waits until the script of the page works. */
export async function ready(page: Page): Promise<void> {
  await page.waitForSelector('body[data-ready=true]')
}

/** Loads a key from its backup, and waits for what the page says about it. */
export async function loadKeyOf(page: Page, backup: string, passphrase: string): Promise<void> {
  await page.goto('/console/work/keys')
  await ready(page)
  const buffer = Buffer.from(backup)
  await page
    .locator('#key-file')
    .setInputFiles({ name: 'a.backup', mimeType: 'text/plain', buffer })
  await page.locator('#passphrase').fill(passphrase)
  await page.locator('[data-load] button').click()
  await page.locator('[data-load-said]', { hasText: /./ }).waitFor()
}

/** Keeps the keys that the hub shows, as somebody does who compared them. */
export async function knowHub(page: Page): Promise<void> {
  await page.goto('/console/work/keys')
  await ready(page)
  await page.locator('#compared').check()
  await page.getByRole('button', { name: 'Bewaar deze sleutels' }).click()
  await page.locator('[data-hub-said]', { hasText: 'gelijk aan wat de hub nu toont' }).waitFor()
}

/** Opens what the page shows, and waits until it is. */
export async function openAll(page: Page): Promise<void> {
  await ready(page)
  await page.locator('[data-open]').click()
  await page.locator('[data-say]', { hasText: 'Geopend' }).waitFor()
}
