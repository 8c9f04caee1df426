import { createHmac, randomBytes } from 'node:crypto'
import { open, readFile, rm, truncate, type FileHandle } from 'node:fs/promises'
import { canonicalText } from '../../kernel/canonical.js'
import type { KnownCase } from '../../client/case-system/index.js'
import { CommandFailure } from '../failure.js'

interface Head {
  readonly version: 1
  /** Address of the case system that this is about. */
  readonly endpoint: string
  /** Key of the digests, so that nobody can try out whom a case is about. */
  readonly key: string
}

type Line =
  | { readonly head: Head }
  /** About to be sent; without a line behind it nobody knows whether it arrived. */
  | { readonly sending: string }
  | { readonly stands: string; readonly reference: string; readonly digest: string }
  | { readonly told: string; readonly parts?: Digests }

/** Keyed digests of what was said, by member. */
type Digests = Readonly<Record<string, string>>

/**
 * What a case system has of the cases of a municipality, in a file that only grows: ids, the case
 * system's own names, and keyed digests of what was sent. No person. Every line is on disk before the
 * next step, so whatever stops the program, the next run knows what is done and what is in doubt.
 */
export class CaseJournal {
  readonly #file: FileHandle
  readonly #lock: string
  readonly #key: Buffer
  readonly #known: Map<string, { reference?: string; digest?: string }>
  readonly #told: Map<string, Digests>
  #waiting: string[] = []
  #writing: Promise<void> | undefined

  private constructor(file: FileHandle, lock: string, head: Head, read: readonly Line[]) {
    this.#file = file
    this.#lock = lock
    this.#key = Buffer.from(head.key, 'base64url')
    this.#known = new Map()
    this.#told = new Map()
    for (const line of read) {
      if ('sending' in line) this.#known.set(line.sending, { ...this.#known.get(line.sending) })
      if ('stands' in line) this.#known.set(line.stands, line)
      // Of what an earlier version told nobody knows the parts: it is said once more.
      if ('told' in line) this.#told.set(line.told, line.parts ?? {})
    }
  }

  /**
   * Opens the journal, or begins one. One process at a time holds it.
   *
   * @throws {CommandFailure} `sync.running`, `sync.other_system`, `sync.journal`.
   */
  static async open(path: string, endpoint: string): Promise<CaseJournal> {
    const lock = `${path}.lock`
    await takeLock(lock)
    try {
      const lines = await readLines(path)
      const known = lines[0] !== undefined && 'head' in lines[0] ? lines[0].head : undefined
      if (lines.length > 0 && known?.version !== 1) throw unreadable(path)
      if (known !== undefined && known.endpoint !== endpoint) {
        const message = `${path} is of another case system; name another with --journal.`
        throw new CommandFailure('sync.other_system', message, 2)
      }
      const key = () => randomBytes(32).toString('base64url')
      const head = known ?? { version: 1, endpoint, key: key() }
      const file = await open(path, 'a', 0o600)
      const journal = new CaseJournal(file, lock, head, lines)
      if (known === undefined) await journal.#write({ head })
      return journal
    } catch (error) {
      await rm(lock, { force: true })
      throw error
    }
  }

  /** What is known of a case; `undefined` when it was never sent. */
  known(id: string): KnownCase | undefined {
    const found = this.#known.get(id)
    return found && { reference: found.reference }
  }

  /** Whether the case system has a case as it is now. */
  isSame(id: string, body: object): boolean {
    return this.#known.get(id)?.digest === this.#digest(body)
  }

  /** What of this the hub was not told of a case: names of members that say something new. */
  untold(id: string, said: object): readonly string[] {
    const known = this.#told.get(id) ?? {}
    return Object.entries(this.#parts(said)).flatMap(([name, digest]) =>
      known[name] === digest ? [] : [name],
    )
  }

  sending(id: string): Promise<void> {
    if (!this.#known.has(id)) this.#known.set(id, {})
    return this.#write({ sending: id })
  }

  stands(id: string, reference: string, body: object): Promise<void> {
    const line = { stands: id, reference, digest: this.#digest(body) }
    this.#known.set(id, line)
    return this.#write(line)
  }

  /** Keeps what the hub was told; what it was told before about other members stays told. */
  told(id: string, said: object): Promise<void> {
    const parts = { ...this.#told.get(id), ...this.#parts(said) }
    this.#told.set(id, parts)
    return this.#write({ told: id, parts })
  }

  async close(): Promise<void> {
    await this.#writing
    await this.#file.close()
    await rm(this.#lock, { force: true })
  }

  #parts(said: object): Digests {
    // With its name: that two days are the same one is nobody's business.
    const digests = Object.entries(said).map(([name, value]) => [
      name,
      this.#digest([name, value] as const),
    ])
    return Object.fromEntries(digests) as Digests
  }

  #digest(value: object): string {
    // As it goes over the wire: what is undefined is not there.
    const sent = JSON.parse(JSON.stringify(value)) as object
    return createHmac('sha256', this.#key).update(canonicalText(sent)).digest('base64url')
  }

  /** Durable when it resolves; lines of several at once go to disk together. */
  #write(line: Line): Promise<void> {
    this.#waiting.push(`${JSON.stringify(line)}\n`)
    this.#writing = (this.#writing ?? Promise.resolve()).then(async () => {
      const lines = this.#waiting.splice(0)
      if (lines.length === 0) return
      await this.#file.appendFile(lines.join(''))
      await this.#file.datasync()
    })
    return this.#writing
  }
}

async function takeLock(lock: string): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = await open(lock, 'wx', 0o600)
      await file.writeFile(String(process.pid))
      await file.close()
      return
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error
    }
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''))
    if (isAlive(holder)) break
    await rm(lock, { force: true })
  }
  const message = `Another process brings cases to the case system (${lock}).`
  throw new CommandFailure('sync.running', message, 3)
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}

/** All whole lines; half a line at the end is what a stopped program left, and is cut off. */
async function readLines(path: string): Promise<Line[]> {
  const bytes = await readFile(path).catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0)
    throw error
  })
  const whole = bytes.lastIndexOf(0x0a) + 1
  if (whole < bytes.length) await truncate(path, whole)
  try {
    return bytes
      .subarray(0, whole)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line)
  } catch {
    throw unreadable(path)
  }
}

function unreadable(path: string): CommandFailure {
  const message = `${path} is not a journal that this version wrote.`
  return new CommandFailure('sync.journal', message, 2)
}
