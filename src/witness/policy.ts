import {
  NOTE_TYPE,
  NoteError,
  openNote,
  parseVerifierKey,
  type NoteVerifier,
} from '../crypto/signed-note.js'

/** A witness that may be asked. */
export interface KnownWitness {
  /** Its name within the policy. */
  readonly name: string
  readonly verifier: NoteVerifier
  /** Where it is asked: `add-checkpoint` is called below it; without, its word only counts. */
  readonly url?: string
}

interface Group {
  readonly needed: number
  readonly members: readonly string[]
}

/** Whose signatures a checkpoint needs before it is believed (C2SP tlog-policy). */
export interface WitnessPolicy {
  readonly logs: readonly NoteVerifier[]
  readonly witnesses: readonly KnownWitness[]
  readonly groups: ReadonlyMap<string, Group>
  /** Witness or group that must agree; `none` when the log's own signature is enough. */
  readonly quorum: string
}

/** A policy that cannot be read; the message names the line, never what stands in it. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError'
}

/**
 * Reads a policy: `log <vkey>`, `witness <name> <vkey> [url]`, `group <name> <k|any|all> <name>…`,
 * `quorum <name|none>`; `#` begins a comment line. A name must stand before it is used.
 *
 * @throws {PolicyError}
 */
export function parsePolicy(text: string): WitnessPolicy {
  const logs: NoteVerifier[] = []
  const witnesses: KnownWitness[] = []
  const groups = new Map<string, Group>()
  const names = new Set<string>(['none'])
  let quorum: string | undefined
  const readers: Readonly<Record<string, (words: readonly string[]) => void>> = {
    log([key, ...rest]) {
      if (key === undefined || rest.length > 0) throw new PolicyError('log <vkey>')
      logs.push(verifierOf(key, NOTE_TYPE.ed25519))
    },
    witness([name, key, url, ...rest]) {
      if (name === undefined || key === undefined || rest.length > 0) {
        throw new PolicyError('witness <name> <vkey> [url]')
      }
      claim(names, name)
      const verifier = verifierOf(key, NOTE_TYPE.cosignature)
      witnesses.push({ name, verifier, ...(url !== undefined && { url: baseOf(url) }) })
    },
    group([name, word, ...members]) {
      if (name === undefined || word === undefined || members.length === 0) {
        throw new PolicyError('group <name> <k|any|all> <name>…')
      }
      const isKnown = (member: string) => member !== 'none' && names.has(member)
      if (!members.every(isKnown) || new Set(members).size < members.length) {
        throw new PolicyError('a group names witnesses and groups that stand before it, once each')
      }
      claim(names, name)
      groups.set(name, { needed: neededOf(word, members.length), members })
    },
    quorum([name, ...rest]) {
      if (name === undefined || rest.length > 0 || quorum !== undefined || !names.has(name)) {
        throw new PolicyError('quorum <name|none>, once, of a name that stands before it')
      }
      quorum = name
    },
  }
  text.split('\n').forEach((line, at) => {
    const [word, ...words] = line.trim().split(/\s+/)
    if (word === undefined || word === '' || word.startsWith('#')) return
    const read = Object.hasOwn(readers, word) ? readers[word] : undefined
    try {
      if (read === undefined) throw new PolicyError('log, witness, group or quorum')
      read(words)
    } catch (error) {
      const reason = error instanceof Error ? error.message : ''
      throw new PolicyError(`line ${at + 1} of the policy: ${reason}`)
    }
  })
  if (quorum === undefined) throw new PolicyError('the policy states no quorum')
  return { logs, witnesses, groups, quorum }
}

/** The witnesses of a policy whose signature on a note holds, by their names within the policy. */
export function cosignersOf({ witnesses }: WitnessPolicy, note: string): string[] {
  const hasSigned = (verifier: NoteVerifier): boolean => {
    try {
      openNote(note, verifier)
      return true
    } catch (error) {
      if (error instanceof NoteError) return false
      throw error
    }
  }
  return witnesses.filter(({ verifier }) => hasSigned(verifier)).map(({ name }) => name)
}

/** Whether these witnesses are enough. */
export function meetsQuorum(policy: WitnessPolicy, cosigners: readonly string[]): boolean {
  const agrees = (name: string): boolean => {
    const group = policy.groups.get(name)
    if (group === undefined) return name === 'none' || cosigners.includes(name)
    return group.members.filter(agrees).length >= group.needed
  }
  return agrees(policy.quorum)
}

function verifierOf(key: string, type: number): NoteVerifier {
  let verifier: NoteVerifier
  try {
    verifier = parseVerifierKey(key)
  } catch (error) {
    throw new PolicyError(error instanceof NoteError ? error.message : 'not a verifier key')
  }
  if (verifier.type !== type) throw new PolicyError('a verifier key for another purpose')
  return verifier
}

function claim(names: Set<string>, name: string): void {
  if (names.has(name)) throw new PolicyError('a name that is taken')
  names.add(name)
}

function baseOf(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new PolicyError('an address of a witness begins with https:// or http://')
  }
  return text.replace(/\/+$/, '')
}

function neededOf(word: string, members: number): number {
  if (word === 'any') return 1
  if (word === 'all') return members
  const needed = /^[1-9]\d{0,3}$/.test(word) ? Number(word) : 0
  if (needed < 1 || needed > members) throw new PolicyError('a group needs 1 to all of its members')
  return needed
}
