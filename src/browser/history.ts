import { openBatches, type Delivery } from './delivery-plan.js'
import { button, byId, make, show, table } from './elements.js'
import { instant, say } from './words.js'

/** What can be done with a delivery that this browser knows of. */
export interface HistoryActions {
  readonly keepReceipt: (delivery: Delivery) => void
  readonly forget: (delivery: Delivery) => void
}

/** Rows that are delivered, and all that are to be. */
export function rowsDone(delivery: Delivery): { readonly done: number; readonly total: number } {
  const sum = (batches: Delivery['batches']) =>
    batches.reduce((total, { count }) => total + count, 0)
  const total = sum(delivery.batches)
  return { done: total - sum(openBatches(delivery)), total }
}

/** Lists the deliveries of this browser, and says of one that is not complete how it goes on. */
export function renderHistory(deliveries: readonly Delivery[], actions: HistoryActions): void {
  show('history', deliveries.length > 0)
  const head = (['begun', 'name', 'state', 'receipt'] as const).map((key) => say(`deliver.${key}`))
  const rows = deliveries.map((delivery) => {
    const { done, total } = rowsDone(delivery)
    const isDone = done === total
    return [
      instant(new Date(delivery.begunAt)),
      delivery.fileName,
      isDone
        ? say('deliver.state_done', { rows: total })
        : say('deliver.state_open', { rows: done, total }),
      make(
        'span',
        { class: 'actions' },
        ...(done > 0
          ? [named(say('deliver.receipt'), delivery, () => actions.keepReceipt(delivery))]
          : []),
        named(say('deliver.forget'), delivery, () => actions.forget(delivery)),
      ),
    ]
  })
  byId('history-table').replaceChildren(table(say('deliver.history'), head, rows))
  const unfinished = deliveries.filter((delivery) => openBatches(delivery).length > 0)
  byId('unfinished').replaceChildren(
    ...unfinished.map(({ fileName }) =>
      make(
        'div',
        { class: 'utrecht-alert utrecht-alert--warning', role: 'status' },
        make('p', {}, say('deliver.unfinished', { name: fileName })),
      ),
    ),
  )
}

/** Buttons with the same words tell which delivery they are for. */
function named(label: string, { fileName, begunAt }: Delivery, work: () => void): HTMLElement {
  const element = button(label, work)
  element.setAttribute('aria-label', `${label}: ${fileName}, ${instant(new Date(begunAt))}`)
  return element
}
