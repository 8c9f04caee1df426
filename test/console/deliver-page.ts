import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import type { Credential } from '../../certs/issue.js'
import { pkcs12 } from '../../certs/pkcs12.js'
import { csvOf } from '../cli/delivery/sheet.js'

/** What of the tenants in these files may stand in signed bodies only. */
export const PERSON = /Verzonnen|Fictielaan|1315 ?(?:ZZ|S[ADS])|post\.example|600000000/
/** Texts that break what does not take them for text. */
export const NAUGHTY = [
  '<script>window.planted = 1</script>',
  `"'><img src=x onerror="window.planted = 1">`,
  '=1+1',
  '{{7*7}} ${7*7} %s %00 \\u0000',
  'ﷺ 𝒳 \u202e tfel ot thgir',
  "'; DROP TABLE notification; --",
]

/** A file as somebody chooses it. */
export interface ChosenFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** A landlord's CSV file. */
export function csv(
  rows: readonly (readonly string[])[],
  name = 'huur.csv',
  headings?: readonly string[],
): ChosenFile {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(csvOf(rows, headings)) }
}

/** Rows of a workbook, every cell a text. */
export function sheetXml(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
  return rows.map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('')
}

/** A signing key as one file under a password. */
export function keyFile(signing: Credential, password: string): ChosenFile {
  const buffer = pkcs12(signing, 'ondertekenen', password)
  return { name: 'signing.p12', mimeType: 'application/x-pkcs12', buffer }
}

/** Signs in and opens the delivery page. */
export async function signedIn(window: BrowserContext): Promise<Page> {
  const page = await window.newPage()
  await page.goto('/console')
  await page.getByRole('button', { name: 'Aanmelden' }).click()
  await page.waitForURL('**/console/deliver')
  await page.locator('#deliver').waitFor({ state: 'visible' })
  return page
}

/** Loads a signing key into the browser of the page. */
export async function loadKeyFile(page: Page, file: ChosenFile, password: string): Promise<void> {
  await page.locator('#key-files').setInputFiles(file)
  await page.locator('#key-password').fill(password)
  await page.getByRole('button', { name: 'Sleutel laden' }).click()
  await page.locator('#key-ready').waitFor({ state: 'visible' })
}

/** Has the file on the page checked. */
export async function checked(page: Page): Promise<void> {
  await page.locator('#study').waitFor({ state: 'visible' })
  await page.locator('#choices button[type=submit]').click()
  await page.locator('#send-form').waitFor({ state: 'visible' })
}

/** Keeps the file that a button of the result gives; returns where it is. */
export async function keptFile(page: Page, name: string, folder: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('#done').getByRole('button', { name }).click(),
  ])
  const path = join(folder, file.suggestedFilename())
  await file.saveAs(path)
  return path
}
