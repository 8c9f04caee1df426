// Checks records that left in the format of a standard (LDV or ADL), row by row, with nothing but the
// checkpoint beside them. Like verify.ts it shares no code with what wrote them. Keep it so.
import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Finding, Verification, VerifyOptions } from './verification.js'
import { Partition, reportDeleted, settleAll } from './verify-erasures.js'
import { linesOf } from './verify-lines.js'
import { openNote, openStatement } from './verify-note.js'
import { FirstPlaces } from './verify-numbers.js'
import { REOPENED } from './verify.js'

type Report = (kind: Finding['kind'], index: number | null, detail: string) => void
type Row = Readonly<Record<string, unknown>>

/** What the rows of one partition have shown so far. */
interface Shown {
  readonly partition: Partition
  /** Entries that touched residents; `undefined` for one that was edited, whatever it touched. */
  readonly open: Map<number, Awaiting | undefined>
}

interface Awaiting {
  readonly index: number
  readonly digest: string
  readonly commitments: (Buffer | undefined)[]
}

/** Whether a folder holds records in the format of a standard. */
export function isStandardExport(folder: string): boolean {
  return existsSync(`${folder}/ldv`) || existsSync(`${folder}/adl`)
}

/** Verifies records that were exported as LDV or ADL. Never throws for content. */
export function verifyExport(folder: string, options: VerifyOptions = {}): Verification {
  const findings: Finding[] = []
  const report: Report = (kind, index, detail) => {
    if (findings.length < 1000) findings.push({ kind, index, detail })
  }
  const key = (options.key ?? readFileSync(`${folder}/vkey`, 'utf8')).trim()
  const head = openNote(readFileSync(`${folder}/checkpoint`, 'utf8'), key)
  if (head === undefined) {
    report('CHECKPOINT_INVALID', null, 'the checkpoint is not signed by the expected key')
    return { origin: '', size: 0, root: '', records: 0, erasures: [], findings }
  }
  const isSeen = new Uint8Array(head.size)
  const partitions = new Map<string, Shown>()
  const days = new FirstPlaces()
  let records = 0
  const part = existsSync(`${folder}/ldv`) ? 'ldv' : 'adl'
  for (const file of readdirSync(`${folder}/${part}`).filter((name) => name.endsWith('.ndjson'))) {
    for (const line of linesOf(`${folder}/${part}/${file}`)) {
      const row = parse(line)
      const given = evidenceOf(row)
      if (row === undefined || given === undefined) {
        report('RECORD_UNKNOWN', null, `a line of ${file} has no evidence`)
      } else {
        checkRow(row, given, shownOf(partitions, given), head, { isSeen, days }, report)
        if (given.record !== undefined) records += 1
      }
    }
  }
  if (part === 'ldv') for (const shown of partitions.values()) checkSubjects(shown, report)
  const signed = existsSync(`${folder}/export`) ? readFileSync(`${folder}/export`, 'utf8') : ''
  const own = new Map([...partitions].map(([controller, { partition }]) => [controller, partition]))
  const settled = settleAll(own, openStatement(signed, key, head), report)
  if (options.partial !== true) {
    reportDeleted(isSeen, settled, REOPENED.test(head.origin) ? undefined : days, report)
  }
  findings.sort((a, b) => (a.index ?? -1) - (b.index ?? -1))
  return {
    origin: head.origin,
    size: head.size,
    root: head.root.toString('base64'),
    records,
    erasures: settled.flatMap((partition) => partition.erasures),
    findings,
  }
}

interface Evidence {
  readonly controller: string
  readonly number: number
  readonly index: number
  readonly record: string | undefined
  readonly salt: Buffer
  readonly proof: readonly Buffer[]
  readonly position: number
  readonly commitment: Buffer
}

function parse(line: Buffer): Row | undefined {
  try {
    const row: unknown = JSON.parse(line.toString('utf8'))
    return typeof row === 'object' && row !== null ? (row as Row) : undefined
  } catch {
    return undefined
  }
}

function evidenceOf(row: Row | undefined): Evidence | undefined {
  const { attributes } = (row?.['resource'] ?? {}) as { attributes?: Row }
  const given = (name: string) => attributes?.[`vroegsignaal.log.${name}`]
  const [controller, number, record] = [given('controller'), given('number'), given('record')]
  if (typeof controller !== 'string' || !Number.isSafeInteger(number)) return undefined
  const proof = Array.isArray(given('proof')) ? (given('proof') as unknown[]) : []
  return {
    controller,
    number: number as number,
    index: Number.isSafeInteger(given('index')) ? (given('index') as number) : -1,
    record: typeof record === 'string' ? record : undefined,
    salt: Buffer.from(String(given('salt') ?? ''), 'hex'),
    proof: proof.map((text) => Buffer.from(String(text), 'base64')),
    position: Number(given('position')),
    commitment: Buffer.from(String(given('commitment') ?? ''), 'hex'),
  }
}

function shownOf(partitions: Map<string, Shown>, { controller }: Evidence): Shown {
  const known = partitions.get(controller) ?? {
    partition: new Partition(controller),
    open: new Map(),
  }
  partitions.set(controller, known)
  return known
}

function checkRow(
  row: Row,
  given: Evidence,
  shown: Shown,
  head: { size: number; root: Buffer },
  { isSeen, days }: { isSeen: Uint8Array; days: FirstPlaces },
  report: Report,
): void {
  if (given.record === undefined) return checkSubject(row, given, shown, report)
  const { index, number, record, salt } = given
  if (!(index >= 0 && index < head.size) || isSeen[index] !== 0) {
    return report('RECORD_UNKNOWN', index < 0 ? null : index, 'a row belongs to no leaf')
  }
  isSeen[index] = 1
  const suffix = Buffer.alloc(8)
  suffix.writeBigUInt64BE(BigInt(Math.max(number, 0)))
  const committed = sha256(salt, Buffer.from(record, 'utf8'), suffix)
  if (!leadsToRoot(sha256(Buffer.of(0, 1), committed), index, head.size, given.proof, head.root)) {
    shown.open.set(number, undefined)
    shown.partition.add(number)
    return report('RECORD_EDITED', index, 'its record, salt, number or proof was edited')
  }
  const said = JSON.parse(record) as Said
  const day = said.at.slice(0, 10)
  shown.partition.add(number, day)
  shown.partition.hear(number, record)
  if (said.action !== 'LOG_RECOVER') days.add(index, day)
  if (!saysTheSame(row, said, given.controller)) {
    report('FIELD_EDITED', index, 'its fields are not what its record says')
  }
  if (said.subjects !== undefined) {
    const { count, digest } = said.subjects
    const commitments = new Array<Buffer | undefined>(count).fill(undefined)
    shown.open.set(number, { index, digest, commitments })
  }
}

/** What is read of a record whose leaf is proven, so that it is what the hub wrote. */
type Said = Row & {
  readonly at: string
  readonly action: string
  readonly subjects?: { readonly count: number; readonly digest: string }
}

/** The members of a record that the fields of both standards are read from. */
function saysTheSame(row: Row, said: Row, controller: string): boolean {
  const at = Date.parse(String(said['at']))
  const span = String(said['entry']).replaceAll('-', '').slice(0, 16)
  const parent = /^0+$/.test(String(said['spanId'])) ? undefined : said['spanId']
  const isCommon =
    row['trace_id'] === said['traceId'] &&
    row['span_id'] === span &&
    row['parent_span_id'] === parent &&
    said['controller'] === controller
  if (!isCommon) return false
  return 'event_name' in row ? saysTheDecision(row, said, at) : saysTheProcessing(row, said, at)
}

function saysTheProcessing(row: Row, said: Row, at: number): boolean {
  const attributes = row['attributes'] as Row
  const activity = String(said['processingActivity']).replace('@', '/versions/')
  const status = { ALLOW: 'Ok', DENY: 'Unset', ERROR: 'Error' }[String(said['result'])]
  return (
    row['start_time'] === at &&
    row['end_time'] === at &&
    row['status'] === status &&
    row['name'] === `${String(said['operation'])} ${String(said['action'])}` &&
    String(attributes['dpl.core.processing_activity_id']).endsWith(`/${activity}`)
  )
}

function saysTheDecision(row: Row, said: Row, at: number): boolean {
  const body = row['body'] as Row
  const { subject, action, resource } = body['adl.core.request'] as Record<string, Row>
  const { decision } = body['adl.core.response'] as Row
  const isError = said['result'] === 'ERROR'
  return (
    row['timestamp'] === at &&
    row['status'] === (isError ? 'Error' : 'Unset') &&
    decision === (said['result'] === 'ALLOW') &&
    subject?.['id'] === said['actor'] &&
    action?.['name'] === said['operation'] &&
    JSON.stringify(resource?.['properties']) === JSON.stringify(said['objects'])
  )
}

function checkSubject(row: Row, given: Evidence, { open }: Shown, report: Report): void {
  const entry = open.get(given.number)
  if (entry === undefined && open.has(given.number)) return
  if (entry === undefined || !(given.position < entry.commitments.length)) {
    return report('RECORD_UNKNOWN', null, `a resident belongs to no entry ${given.number}`)
  }
  entry.commitments[given.position] = given.commitment
  const own = (row['resource'] as { attributes: Row }).attributes
  const household = own['vroegsignaal.log.household']
  if (typeof household !== 'string') return
  const person = own['vroegsignaal.log.person']
  const reference = Buffer.from(String(own['vroegsignaal.log.reference']), 'utf8')
  const committed = sha256(
    given.salt,
    Buffer.from(household, 'hex'),
    person === undefined ? Buffer.of(0) : Buffer.from(`01${String(person)}`, 'hex'),
    reference,
  )
  const attributes = row['attributes'] as Row
  const isNamed = attributes['dpl.core.data_subject_id'] === (person ?? household)
  if (!isNamed || !committed.equals(given.commitment)) {
    report('SUBJECT_EDITED', entry.index, `resident ${given.position} of it was edited`)
  }
}

function checkSubjects({ open }: Shown, report: Report): void {
  for (const entry of open.values()) {
    if (entry === undefined) continue
    const { index, digest, commitments } = entry
    const missing = commitments.findIndex((commitment) => commitment === undefined)
    if (missing >= 0) {
      report('SUBJECT_EDITED', index, `resident ${missing} of it is missing`)
    } else if (sha256(...(commitments as Buffer[])).toString('base64') !== digest) {
      report('SUBJECT_EDITED', index, 'its residents are not those that its record counted')
    }
  }
}

/** Whether a leaf stands at a place of the tree (RFC 9162 §2.1.3.2). */
function leadsToRoot(
  leaf: Buffer,
  index: number,
  size: number,
  proof: readonly Buffer[],
  root: Buffer,
): boolean {
  let [at, last, node] = [index, size - 1, leaf]
  for (const other of proof) {
    if (last === 0 || other.length !== 32) return false
    if (at % 2 === 1 || at === last) {
      node = sha256(Buffer.of(1), other, node)
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
    } else {
      node = sha256(Buffer.of(1), node, other)
    }
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 && node.equals(root)
}

function sha256(...parts: Buffer[]): Buffer {
  return hash('sha256', Buffer.concat(parts), 'buffer')
}
