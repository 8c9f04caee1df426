import { activityPath } from './activity.js'
import { CONSOLE_EVENTS } from './console-events.js'
import type { LogEvent } from './event.js'
import { EXCHANGE_EVENTS } from './exchange-events.js'
import { HUB_EVENTS } from './hub-events.js'
import { KEY_EVENTS } from './key-events.js'
import { PAUSE_EVENTS } from './pause-events.js'
import { PUBLICATION_EVENTS } from './publication-events.js'
import { LOG_EVENTS } from './log-events.js'
import { RETENTION_EVENTS } from './retention-events.js'
import { ONBOARDING_EVENTS } from './onboarding-events.js'
import { RIGHTS_EVENTS } from './rights-events.js'
import { UNLOGGED } from './unlogged.js'
import { TRANSFER_EVENTS } from './transfer-events.js'
import { WORK_EVENTS } from './work-events.js'

/** Everything that the log can hold. Whatever is not here cannot be recorded, and so not done. */
export const EVENTS = [
  ...EXCHANGE_EVENTS,
  ...HUB_EVENTS,
  ...KEY_EVENTS,
  ...PUBLICATION_EVENTS,
  ...RETENTION_EVENTS,
  ...ONBOARDING_EVENTS,
  ...LOG_EVENTS,
  ...CONSOLE_EVENTS,
  ...TRANSFER_EVENTS,
  ...PAUSE_EVENTS,
  ...WORK_EVENTS,
  ...RIGHTS_EVENTS,
] as const

/** Operation, job or command that an entry may name. */
export type LoggedOperation = (typeof EVENTS)[number]['operation']

/** Kind of event that an entry may name. */
export type LoggedAction = (typeof EVENTS)[number]['action']

/** The action of every refused attempt, whatever was attempted. */
const DENIED: LoggedAction = 'DENIED'

const known = new Map<string, LogEvent>(
  EVENTS.map((event) => [keyOf(event.operation, event.action), event]),
)

/**
 * The event that an entry is of.
 *
 * @throws {Error} When the catalogue has no such event: then it must get one before the code that
 *   causes it may do anything.
 */
export function eventOf(operation: string, action: string): LogEvent {
  const event = known.get(keyOf(action === DENIED ? 'unknown' : operation, action))
  if (event === undefined) throw new Error('an event that the catalogue of the log does not have')
  return event
}

/** The catalogue as programs read it. */
export function catalogueJson() {
  return {
    events: EVENTS.map((event: LogEvent) => ({
      operation: event.operation,
      action: event.action,
      ...event.ground,
      processingActivity: event.activity,
      processingActivityPath: activityPath(event.activity),
      by: event.by,
      objects: event.objects,
      subjects: event.subjects,
      commands: event.commands ?? [],
      nl: event.nl,
      en: event.en,
    })),
    unlogged: UNLOGGED,
  }
}

/** The catalogue as people read it, in Markdown; `EVENTS.md` beside this file is exactly this. */
export function cataloguePage(): string {
  const blocks = [
    '# What the log records',
    'Generated from the catalogue; write it anew with `vroegsignaal log events --markdown`.\n' +
      'Of each event: who can cause it, on which ground, what its entry says of what was touched.',
    ...EVENTS.map(eventBlock),
    '## Not recorded, and why',
    UNLOGGED.map(({ name, nl, en }) => `- \`${name}\`: ${nl} (${en})`).join('\n'),
  ]
  return `${blocks.join('\n\n')}\n`
}

function eventBlock(event: LogEvent): string {
  const { operation, action, ground, activity, by, objects, subjects, commands, nl, en } = event
  const lines = [
    `by: ${by.join(', ')}${commands ? `; command ${code(commands)}` : ''}`,
    `purpose ${code([ground.purpose])}, legal basis ${code([ground.legalBasis])}, activity ${code([activity])}`,
    `objects: ${objects.length === 0 ? 'none named' : code(objects)}`,
    `residents: ${subjects ? 'by pseudonym' : 'none named'}`,
  ]
  return [
    `## \`${operation}\` ${action}`,
    nl,
    en,
    lines.map((line) => `- ${line}`).join('\n'),
  ].join('\n\n')
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}

function keyOf(operation: string, action: string): string {
  return `${operation} ${action}`
}
