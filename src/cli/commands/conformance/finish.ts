import { createPrivateKey } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { signingKeyOf } from '../../../client/index.js'
import {
  reportLines,
  signReport,
  signReportOfApplicant,
  summaryOf,
  type ConformanceReport,
  type Watcher,
} from '../../../conformance/index.js'
import { readCertificateRequest } from '../../../crypto/certificate-request.js'
import { signingKey } from '../../../crypto/signature-key.js'
import { systemClock } from '../../../kernel/clock.js'
import { printJson, terminal } from '../../output.js'

/** In whose name a hub is tried, or whose software is. */
export type Side = 'creditor' | 'municipality'

/** Where a report goes, and who stands for it. */
export interface Finish {
  readonly json?: boolean
  readonly output?: string
  /** Folder with signing.key, and signing.pem or, before there is a certificate, signing.csr. */
  readonly sign?: string
}

/** Says of each case that did not pass, as it ends; standard error. */
export function watchCases(): Watcher {
  return ({ outcome, group, name, detail }, done, total) => {
    if (outcome === 'PASSED') return
    const word = outcome === 'FAILED' ? 'failed' : 'could not be tried'
    terminal.note(`  ${done}/${total} ${word}: ${group}: ${name} (${detail ?? 'no reason'})`)
  }
}

/**
 * Shows and keeps a report. The exit code is 0 only when no case failed.
 *
 * @throws {Error} When a file cannot be read or written.
 */
export async function finish(report: ConformanceReport, options: Finish): Promise<void> {
  if (options.output !== undefined) {
    const content = options.sign === undefined ? report : await signed(report, options.sign)
    await writeFile(options.output, `${JSON.stringify(content, undefined, 2)}\n`)
  }
  if (report.failed > 0) process.exitCode = 1
  if (options.json === true) return printJson(terminal, summaryOf(report))
  for (const line of reportLines(report)) terminal.line(line)
  if (options.output !== undefined) {
    const how = options.sign === undefined ? 'not signed' : 'signed'
    terminal.line(`The whole report is in ${options.output}, ${how}.`)
  }
}

/** Who has no certificate yet signs with the key of its request, as `pki request` made both. */
async function signed(report: ConformanceReport, folder: string) {
  const now = systemClock.now()
  const read = (name: string) => readFile(join(folder, name), 'utf8')
  const key = await read('signing.key')
  const isApplicant =
    !existsSync(join(folder, 'signing.pem')) && existsSync(join(folder, 'signing.csr'))
  if (!isApplicant) {
    const certificate = await read('signing.pem')
    return signReport(report, signingKeyOf(certificate, key), certificate, now)
  }
  const { pem, keyId } = await readCertificateRequest(await read('signing.csr'))
  const own = signingKey(createPrivateKey(key), { kid: keyId })
  return signReportOfApplicant(report, own, pem, now)
}
