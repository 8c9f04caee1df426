import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { readPartyFolder, VerificationError, verifyHubSignature } from '../../client/index.js'
import type { HubIdentity } from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import { systemClock } from '../../kernel/clock.js'
import { CommandFailure } from '../failure.js'
import { printJson, table, terminal } from '../output.js'
import { runCommand } from '../run.js'

type Receipt = components['schemas']['Receipt']

interface Options {
  readonly party?: string
  readonly keys?: string
  readonly json?: boolean
}

interface SignedText {
  readonly text: string
  readonly signature: string
}

const RECEIPT_TYPE = 'vroegsignaal-receipt+jws'

/** `vroegsignaal creditor receipt`: whether a receipt that somebody kept is the hub's. */
export function receiptCommand(): Command {
  return new Command('receipt')
    .description('check kept receipts (.html of the browser page, or .json beside its .sig)')
    .argument('<files...>')
    .option('--party <folder>', 'folder of the party, which knows the keys of its hub')
    .option('--keys <file>', 'keys of the hub as it publishes them (GET /keys)')
    .option('--json', 'one JSON object as the last line')
    .action((files: readonly string[], options: Options) =>
      runCommand(() => checkReceipts(files, options), options.json === true),
    )
}

async function checkReceipts(files: readonly string[], options: Options): Promise<void> {
  const identity = await identityFrom(options)
  const receipts: Receipt[] = []
  const texts = (await Promise.all(files.map(signedTexts))).flat()
  for (const { text, signature } of texts) {
    try {
      const now = systemClock.now()
      await verifyHubSignature(identity, Buffer.from(text), signature, RECEIPT_TYPE, now)
    } catch (error) {
      if (!(error instanceof VerificationError)) throw error
      throw new CommandFailure(
        'receipt.signature',
        'The signature does not hold under the keys of this hub: the receipt was changed, or is of another hub.',
      )
    }
    receipts.push(JSON.parse(text) as Receipt)
  }
  if (options.json === true) {
    const batches = receipts.map(
      ({ batchId, receivedAt, month, deliverer, counts, bodyDigest }) => ({
        ...{ batchId, receivedAt, month, deliverer, counts },
        ...(bodyDigest === undefined ? {} : { bodyDigest }),
      }),
    )
    return printJson(terminal, { valid: true, batches })
  }
  terminal.line('What follows is what the hub signed, word for word.')
  const rows = receipts.map(({ batchId, receivedAt, month, deliverer, counts }) => [
    ...[batchId, receivedAt, month, deliverer],
    String(counts.accepted + counts.acceptedWithWarnings),
    String(counts.rejected),
  ])
  const head = ['batch', 'received', 'month', 'deliverer', 'accepted', 'rejected']
  table(head, rows).forEach((line) => terminal.line(line))
}

/** The keys must come from elsewhere than the receipt, or it would vouch for itself. */
async function identityFrom({ party, keys }: Options): Promise<HubIdentity> {
  if (party !== undefined) {
    try {
      return readPartyFolder(party).identity
    } catch {
      throw new CommandFailure('party.folder', 'The folder of the party is not complete.', 2)
    }
  }
  if (keys === undefined) {
    throw new CommandFailure('receipt.keys', 'Give the keys of the hub: --party or --keys.', 2)
  }
  try {
    const set = JSON.parse(await readFile(keys, 'utf8')) as Pick<HubIdentity, 'keys'>
    return { hub: '', url: '', publicUrl: '', logKey: '', keys: [...set.keys] }
  } catch {
    throw new CommandFailure('receipt.keys', 'The file holds no keys as GET /keys gives them.', 2)
  }
}

async function signedTexts(file: string): Promise<readonly SignedText[]> {
  try {
    const text = await readFile(file, 'utf8')
    if (!file.endsWith('.html')) {
      const signature = await readFile(file.replace(/\.json$/, '.sig'), 'utf8')
      return [{ text, signature: signature.trim() }]
    }
    const [, data = ''] = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(text)!
    const { receipts } = JSON.parse(data) as { receipts: SignedText[] }
    if (receipts.length > 0) return receipts
  } catch {
    // Said below, without what stands in the file.
  }
  throw new CommandFailure('receipt.unreadable', 'This file holds no receipt.', 2)
}
