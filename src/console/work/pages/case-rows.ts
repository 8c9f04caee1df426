import type { InboxRow, ReadInbox } from '../../../workbench/index.js'
import { html, type Child } from '../../html.js'
import type { Column } from '../../table.js'
import type { Speaker } from '../../text.js'
import { binName, binProposal } from './bin.js'

/** Columns of a list of cases. */
export function caseColumns({ say }: Speaker): readonly Column[] {
  return [
    { label: say('cases.case') },
    { label: say('cases.name') },
    { label: say('cases.address') },
    { label: say('cases.urgency') },
    { label: say('cases.deadline') },
    { label: say('cases.bin_label') },
    { label: say('cases.stage') },
    { label: say('cases.amount'), isCount: true },
    { label: say('cases.notifications'), isCount: true },
    { label: say('cases.district') },
    { label: say('cases.attempts'), isCount: true },
  ]
}

/** A case as the list shows it now; its name and address are filled in by the browser. */
export function caseCells(
  speaker: Speaker,
  { month, names }: Pick<ReadInbox, 'month' | 'names'>,
  row: InboxRow,
): readonly Child[] {
  const { say, word, euros, day } = speaker
  const { caseId } = row
  const isGone = row.status === 'WITHDRAWN'
  const sealed = html`<span class="soft"
    >${say(isGone ? 'urgent.not_released' : 'cases.sealed')}</span
  >`
  return [
    html`<a href="/console/work/cases/${month}/${caseId}" data-case="${caseId}"
      ><code>${caseId.slice(0, 8)}</code></a
    >`,
    html`<span data-of="name" data-for="${caseId}">${sealed}</span>`,
    html`<span data-of="address" data-for="${caseId}">${sealed}</span>`,
    isGone
      ? html`<strong class="bad">${word('at_pull', 'WITHDRAWN')}</strong>`
      : row.urgency === 'NORMAL'
        ? word('urgency', row.urgency)
        : html`<strong class="bad">${word('urgency', row.urgency)}</strong>`,
    row.deadlineOn === null || isGone
      ? ''
      : html`<span class="nowrap">${day(row.deadlineOn)}</span>`,
    binCell(speaker, names, row),
    row.isOverdue
      ? html`${word('stage', row.stage)} <strong class="bad">${say('cases.late')}</strong>`
      : word('stage', row.stage),
    html`<span class="nowrap">${euros(row.totalArrearsCents)}</span>`,
    row.notificationCount,
    row.district ?? '',
    row.attempts,
  ]
}

/** The bin in the words of the municipality, what it proposes, and why the case lies in it. */
function binCell(
  speaker: Speaker,
  names: ReadInbox['names'],
  { workBin, status, reasons }: InboxRow,
): Child {
  const why = reasons.map((reason) => reason[speaker.language]).join(' ')
  const proposal = status === 'WITHDRAWN' ? undefined : binProposal(speaker, workBin, names)
  return html`${binName(speaker, workBin, names)}
    <span class="soft small">${proposal !== undefined && `${proposal}.`} ${why}</span>`
}
