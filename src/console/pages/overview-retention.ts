import type { JobState } from '../../jobs/index.js'
import { RETENTION_KINDS, type OverdueMonth } from '../../retention/index.js'
import { html, type Html } from '../html.js'
import type { Speaker } from '../text.js'

/** How forgetting stands. */
export interface Forgetting {
  /** The job that forgets for this log: of the municipality, or of the hub as a whole. */
  readonly job: JobState | undefined
  /** Months that should have gone. */
  readonly overdue: readonly OverdueMonth[]
}

/** A run a day, and some hours to be late in. */
const LATE_MS = 30 * 3_600_000

/** Whether what should be gone is gone. */
export function retentionCard(speaker: Speaker, { job, overdue }: Forgetting, now: Date): Html {
  const { say } = speaker
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('overview.retention')}</h2>
    <p class="utrecht-paragraph">${whether(speaker, job, now)}</p>
    ${job !== undefined && held(speaker, overdue)}
  </section>`
}

function held(speaker: Speaker, overdue: readonly OverdueMonth[]): Html {
  if (overdue.length === 0) {
    return html`<p class="utrecht-paragraph">
      <span class="good">${speaker.say('overview.on_schedule')}</span>
    </p>`
  }
  return html`<ul>
    ${overdue.map(({ kind, month }) => late(speaker, kind, month))}
  </ul>`
}

function whether({ say, instant }: Speaker, job: JobState | undefined, now: Date): Html {
  if (job === undefined) return html`${say('overview.never_forgot')}`
  const at = instant(job.doneUntil)
  return now.getTime() - job.doneUntil.getTime() > LATE_MS
    ? html`<span class="bad">${say('overview.forgetting_late', { at })}</span>`
    : html`${say('overview.forgotten_until', { at })}`
}

function late({ say, language }: Speaker, kind: string, month: string): Html {
  const known = RETENTION_KINDS.find((each) => each.kind === kind)
  return html`<li class="bad">
    ${say('overview.overdue', { kind: known?.[language] ?? kind, month })}
  </li>`
}
