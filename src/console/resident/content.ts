import type { NotifiedFact, TrailStep } from '../../log-review/index.js'
import { partyName } from '../party-name.js'
import { readRecord } from '../record.js'
import { LANGUAGES, speaker, type Language, type Speaker } from '../text.js'

/** What an answer to a resident is made from. */
export interface ResidentAnswer {
  /** What is about the resident alone; see `ownPart`. */
  readonly steps: readonly TrailStep[]
  readonly notifications: readonly NotifiedFact[]
  /** Notifications that were held back, as they may be about somebody else of that name. */
  readonly heldBack: number
  /** Whether there is more in the log than this answer holds. */
  readonly truncated: boolean
  /** Whether a part of the log is confidential by decision, so that this may not be everything. */
  readonly isPartial: boolean
  /** Whether it comes from a sandbox and does not say so anywhere else. */
  readonly isTrial: boolean
  /** Names of parties by id. */
  readonly names: ReadonlyMap<string, string>
  readonly now: Date
}

/** A piece of the answer: a heading, a paragraph, or a table with its head. */
export type Piece =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'table'
      readonly head: readonly string[]
      /** As many cells as the head has. */
      readonly rows: readonly (readonly string[])[]
    }

/** The answer in one language, whatever it is written in. */
export interface AnswerText {
  readonly language: Language
  readonly title: string
  readonly pieces: readonly Piece[]
}

/**
 * The answer to a resident who asks who saw the data: in plain Dutch, then in English. Only what is
 * about this person by name and address; housemates, role pseudonyms of people and identifiers are
 * left out.
 */
export function answerTexts(answer: ResidentAnswer): readonly AnswerText[] {
  return LANGUAGES.map((language) => answerText(speaker(language), answer))
}

function answerText(to: Speaker, answer: ResidentAnswer): AnswerText {
  const { say, instant, language } = to
  const text = (said: string): Piece => ({ kind: 'text', text: said })
  const heading = (said: string): Piece => ({ kind: 'heading', text: said })
  return {
    language,
    title: say('package.title'),
    pieces: [
      ...(answer.isTrial ? [text(say('package.sandbox'))] : []),
      text(say('package.why', { at: instant(answer.now) })),
      text(say('package.what')),
      ...(answer.isPartial ? [text(say('package.partial'))] : []),
      heading(say('package.notified')),
      notified(to, answer),
      ...(answer.heldBack > 0 ? [text(say('package.held_back', { count: answer.heldBack }))] : []),
      heading(say('package.seen')),
      seen(to, answer),
      ...(answer.truncated ? [text(say('package.truncated'))] : []),
      heading(say('package.rights')),
      text(say('package.object')),
      text(say('package.complain')),
      text(say('package.others')),
      text(say('package.same_name')),
    ],
  }
}

function notified(to: Speaker, answer: ResidentAnswer): Piece {
  const { notifications, names, isPartial } = answer
  const { say, word, instant } = to
  const rows = notifications.map(({ creditor, sector, acceptedAt, status }) => [
    names.get(creditor) ?? creditor,
    word('sector', sector),
    instant(acceptedAt),
    word('state', status),
  ])
  if (rows.length === 0) return none(to, 'package.none', isPartial)
  const head = ['package.company', 'package.about', 'package.on', 'package.state'] as const
  return { kind: 'table', head: head.map((key) => say(key)), rows }
}

function seen(to: Speaker, { steps, names, isPartial }: ResidentAnswer): Piece {
  const { say, word, instant } = to
  const rows = steps.map(({ entry }) => {
    const { at, actor, action, purpose } = readRecord(entry.record)
    return [
      instant(at),
      names.get(actor) ?? partyName(to, names, actor),
      word('action', action),
      word('purpose', purpose),
    ]
  })
  if (rows.length === 0) return none(to, 'package.not_seen', isPartial)
  const head = ['package.on', 'package.who', 'package.did', 'package.purpose'] as const
  return { kind: 'table', head: head.map((key) => say(key)), rows }
}

/** Never that there is nothing, while a part may not be told. */
function none(
  { say }: Speaker,
  nothing: 'package.none' | 'package.not_seen',
  isPartial: boolean,
): Piece {
  return { kind: 'text', text: say(isPartial ? 'package.nothing_told' : nothing) }
}
