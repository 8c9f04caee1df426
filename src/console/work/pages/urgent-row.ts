import type { components } from '../../../generated/openapi.js'
import { html, type Child, type Html } from '../../html.js'
import type { Column } from '../../table.js'
import type { Speaker } from '../../text.js'

type UrgentItem = components['schemas']['UrgentItem']

/** Columns of the urgent lane. */
export function urgentColumns({ say }: Speaker): readonly Column[] {
  return [
    { label: say('urgent.seen') },
    { label: say('urgent.reason') },
    { label: say('urgent.about') },
    { label: say('cases.name') },
    { label: say('cases.address') },
    { label: say('urgent.deadline') },
    { label: say('case.creditor') },
    { label: say('case.sector') },
    { label: say('case.state') },
  ]
}

/**
 * One item of the lane. A withdrawal carries nobody: it says which item or case it is about, in the
 * words that stand on the page, on the printed list and in the list of cases, so that the right door
 * is left alone.
 *
 * @param tick Its box.
 * @param shown Ids of the notifications that the page shows.
 */
export function urgentCells(
  speaker: Speaker,
  item: UrgentItem,
  tick: Html,
  shown: ReadonlySet<string>,
): readonly Child[] {
  const { say, word, day } = speaker
  const { urgentId, deadlineOn, deadlineWorkingDays = 0, notification } = item
  return [
    tick,
    reasonOf(speaker, item),
    aboutOf(speaker, item, shown),
    person(speaker, item, 'name'),
    person(speaker, item, 'address'),
    deadlineOn === undefined
      ? ''
      : say('urgent.days', { day: day(deadlineOn), count: deadlineWorkingDays }),
    notification.creditorName ?? notification.creditorId,
    notification.sector === undefined ? '' : word('sector', notification.sector),
    html`<span data-state="${urgentId}">${stateOf(speaker, item)}</span>`,
  ]
}

/** A withdrawal of a crisis is none itself: it says that something is over, and why. */
function reasonOf({ say, word }: Speaker, { reason, notification }: UrgentItem): Child {
  const { kind, withdrawalReason } = notification
  if (kind !== 'WITHDRAWAL') return say(`urgent.${reason}`)
  const why = withdrawalReason === undefined ? '' : `: ${word('taken_back', withdrawalReason)}`
  return html`<strong>${say('urgent.taken_back')}${why}</strong>`
}

function aboutOf(
  { say }: Speaker,
  { caseId, caseMonth, takesBack = [], notification }: UrgentItem,
  shown: ReadonlySet<string>,
): Html {
  const { kind, notificationId, predecessorId } = notification
  const isChange = kind === 'WITHDRAWAL' || kind === 'CORRECTION'
  const earlier = isChange && predecessorId !== undefined ? [predecessorId, ...takesBack] : []
  return html`${
    kind !== 'WITHDRAWAL' &&
    html`<span id="n-${notificationId}" class="nowrap"
      >${say('urgent.item', { code: short(notificationId) })}</span
    > `
  }${
    caseId !== undefined &&
    caseMonth !== undefined &&
    html`<a class="utrecht-link nowrap" href="/console/work/cases/${caseMonth}/${caseId}"
      >${say('case.title', { id: short(caseId) })}</a
    > `
  }${earlier.map((id) => {
    const text = say('urgent.earlier', { code: short(id) })
    return shown.has(id)
      ? html`<a class="utrecht-link nowrap" href="#n-${id}">${text}</a> `
      : html`<span class="nowrap">${text}</span> `
  })}`
}

/** Filled in by the script, also from the item or the case that this one is about. */
function person({ say }: Speaker, item: UrgentItem, field: 'name' | 'address'): Html {
  const isGone = item.notification.sealedIdentity?.jwe === undefined
  const text = html`<span class="soft"
    >${say(isGone ? 'urgent.not_released' : 'cases.sealed')}</span
  >`
  return html`<span data-of="${field}" data-for="${item.urgentId}">${text}</span>`
}

function stateOf({ say, word }: Speaker, item: UrgentItem): Child {
  const { statusAtPull, caseStatus, notification } = item
  if (notification.kind === 'WITHDRAWAL' && caseStatus !== undefined) {
    return caseStatus === 'WITHDRAWN'
      ? html`<strong class="bad">${word('at_pull', 'WITHDRAWN')}</strong>`
      : say('urgent.case_stands')
  }
  const now =
    statusAtPull === 'WITHDRAWN'
      ? html`<strong class="bad">${word('at_pull', statusAtPull)}</strong>`
      : word('at_pull', statusAtPull)
  return notification.sealedIdentity?.disputed === true
    ? html`${now}; ${word('withheld', 'DISPUTED')}`
    : now
}

/** As much of an id as people compare. */
function short(id: string): string {
  return id.slice(0, 8)
}
