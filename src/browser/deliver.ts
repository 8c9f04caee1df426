// The page on which a landlord delivers a spreadsheet. The file is read here, signed here with a key
// that cannot be copied out of this browser, and leaves only in signed bodies for the hub.
import { openBatches, rowsOf, type Delivery } from './delivery-plan.js'
import { deliver, planBatches, recover } from './delivering.js'
import { button, byId, make, save, show } from './elements.js'
import { choicesOnPage, forgetChoices, itemsOf, meaningFrom } from './file-card.js'
import { renderMissing, renderStudy, studyFile, type StudiedFile } from './file-card.js'
import { renderHistory, rowsDone } from './history.js'
import { Hub, newId } from './hub.js'
import { keyCard, onSubmit } from './key-card.js'
import { problemText } from './problem-text.js'
import { receiptFile } from './receipt-file.js'
import { finalOutcomes, reportCsv, type ReportLine } from './report-file.js'
import { countsOf, renderOutcomes, renderWork } from './result-card.js'
import { checkRows, newRowKey } from './row-check.js'
import { HeadingProblem } from '../spreadsheet/index.js'
import type { FoundItem } from '../cli/delivery/found-item.js'
import type { RowOutcome } from '../cli/delivery/state.js'
import { BrowserStore } from './store.js'
import { say } from './words.js'

/** What is known of the file that is on the page. */
interface Desk {
  studied?: StudiedFile
  found?: readonly FoundItem[]
  outcomes?: readonly RowOutcome[]
  lines: readonly ReportLine[]
}

const root = byId('deliver')
const told = (name: string): string => root.dataset[name] ?? ''
const party = told('party')
const hub = new Hub({
  hub: told('hub'),
  publicUrl: told('publicUrl'),
  keys: (JSON.parse(told('keys')) as { keys: [] }).keys,
  nowMs: Number(told('now')),
})
const desk: Desk = { lines: [] }

show('no-script', false)
show('deliver', true)

function report(message: string | undefined): void {
  const alert = { class: 'utrecht-alert utrecht-alert--error' }
  const shown = message === undefined ? [] : [make('div', alert, make('p', {}, message))]
  byId('problem').replaceChildren(...shown)
  if (message !== undefined) byId('problem').scrollIntoView({ block: 'nearest' })
}

let isBusy = false

/** One thing at a time: what is pressed while something runs does nothing. */
function attempt(work: () => Promise<void>): void {
  if (isBusy) return
  isBusy = true
  report(undefined)
  work()
    .catch((error: unknown) => report(problemText(error, hub.facts.publicUrl)))
    .finally(() => (isBusy = false))
}

const store = await BrowserStore.open(party).catch((error: unknown) => {
  report(say('deliver.no_storage'))
  throw error
})
const key = await keyCard(store, told('partyName'), report)
let mandates: Awaited<ReturnType<Hub['mandates']>> | undefined
let rowKey = await store.key('rows')

async function study(file: File, choices: StudiedFile['choices']): Promise<void> {
  byId('file-status').textContent = say('deliver.reading')
  for (const id of ['study', 'result', 'send-form']) show(id, false)
  mandates ??= await hub.mandates()
  const deliveries = await store.deliveries()
  const meaningFor = meaningFrom(mandates, hub.now())
  try {
    desk.studied = await studyFile(file, choices, meaningFor)
  } catch (error) {
    byId('file-status').textContent = ''
    if (!(error instanceof HeadingProblem) || error.code !== 'headings.twice') throw error
    // All but the first are left out, so that the page can show them and be told otherwise.
    const fields = { ...choices.fields }
    for (const letters of error.columns.slice(1)) fields[indexOf(letters)] = ''
    desk.studied = await studyFile(file, { ...choices, fields }, meaningFor)
    report(problemText(error, hub.facts.publicUrl))
  }
  const { sheet } = desk.studied
  const begun = deliveries.find((one) => one.file === sheet.open.digest && isOpen(one))
  if (begun !== undefined) return resume(begun)
  if (deliveries.some(isOpen)) report(say('deliver.other_file'))
  renderStudy(desk.studied)
  renderMissing([], desk.studied.choices)
}

/** Columns are told by their letters on the page and by their numbers here. */
function indexOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

async function check(): Promise<void> {
  const signing = key.current()
  if (signing === undefined) return report(say('deliver.needs_key'))
  await study(desk.studied!.file, choicesOnPage())
  const studied = desk.studied!
  rowKey ??= await newKeyForRows()
  try {
    desk.found = await itemsOf(studied, rowKey)
  } catch (error) {
    if (error instanceof HeadingProblem) renderMissing(error.fields, studied.choices)
    throw error
  }
  const total = desk.found.length
  const progress = (rows: number) =>
    renderWork(say('deliver.checking', { rows, total }), rows, total)
  progress(0)
  byId('findings').replaceChildren()
  byId('done').replaceChildren()
  desk.outcomes = await checkRows(desk.found, hub, signing, studied.isInEuros, progress)
  desk.lines = renderOutcomes(desk.outcomes, studied.sheet)
  const counts = countsOf(total, desk.outcomes)
  renderWork(say('deliver.counts', { ...counts }), total, total)
  byId('send').textContent = say('deliver.send', { ready: counts.ready })
  show('send', counts.ready > 0)
  byId('partial-label').textContent = say('deliver.partial', { refused: counts.refused })
  const partial = byId('partial', HTMLInputElement)
  partial.checked = false
  partial.required = counts.refused > 0
  show('partial-field', counts.refused > 0 && counts.ready > 0)
  show('send-form', true)
  byId('result').focus()
}

async function newKeyForRows(): Promise<CryptoKey> {
  const made = await newRowKey()
  await store.keepKey('rows', made)
  return made
}

/** Decides what is delivered, keeps that, and only then sends the first byte. */
async function begin(): Promise<void> {
  const { studied, found, outcomes } = desk
  if (studied === undefined || found === undefined || outcomes === undefined) return
  const { file, choices, meaning, sheet } = studied
  const delivery: Delivery = {
    id: newId(),
    begunAt: hub.now().toISOString(),
    fileName: file.name,
    file: sheet.open.digest,
    hub: hub.facts.hub,
    party,
    reading: choices,
    meaning,
    batches: await planBatches(found, outcomes, hub),
    outcomes,
    receipts: {},
  }
  await store.keep(delivery)
  show('send-form', false)
  await goOn(delivery, found)
}

/** Goes on with a delivery of the file that was chosen, read as when it began. */
async function resume(begun: Delivery): Promise<void> {
  if (key.current() === undefined) return report(say('deliver.needs_key'))
  rowKey ??= await newKeyForRows()
  const studied = await studyFile(desk.studied!.file, begun.reading, () => begun.meaning)
  desk.studied = studied
  desk.found = await itemsOf(studied, rowKey)
  byId('file-status').textContent = begun.fileName
  await goOn(begun, desk.found)
}

async function goOn(delivery: Delivery, found: readonly FoundItem[]): Promise<void> {
  // Two windows of one browser do not deliver the same thing side by side.
  await navigator.locks.request(`vroegsignaal ${delivery.id}`, async () => {
    const signing = key.current()
    if (signing === undefined) throw new Error('no key')
    const progress = (current: Delivery) => {
      const { done, total } = rowsDone(current)
      renderWork(say('deliver.sending', { rows: done, total }), done, total)
    }
    progress(delivery)
    byId('done').replaceChildren()
    try {
      finish(await deliver(delivery, found, hub, signing, store, progress))
    } catch (error) {
      const again = () =>
        attempt(async () => {
          const [current = delivery] = (await store.deliveries()).filter(isSame(delivery))
          await goOn(current, found)
        })
      byId('done').replaceChildren(button(say('deliver.again'), again, 'primary'))
      throw error
    } finally {
      await renderKnown()
    }
  })
}

const isSame = (one: Delivery) => (other: Delivery) => other.id === one.id
const isOpen = (one: Delivery) => openBatches(one).length > 0

function finish(delivery: Delivery): void {
  const outcomes = finalOutcomes(delivery, desk.studied?.isInEuros ?? true)
  desk.lines = renderOutcomes(outcomes, desk.studied?.sheet)
  const { total } = rowsDone(delivery)
  const sent = new Set(delivery.batches.flatMap(rowsOf))
  const refused = outcomes.filter(({ status }) => status === 'refused').length
  const late = outcomes.filter(({ row, status }) => status !== 'noted' && sent.has(row)).length
  const accepted = total - late
  renderWork(say('deliver.done', { accepted, refused }), total, total)
  byId('done').replaceChildren(
    button(say('deliver.receipt'), () => attempt(() => keepReceipt(delivery)), 'primary'),
    button(say('deliver.report'), keepReport),
  )
  byId('result').focus()
}

async function keepReceipt(delivery: Delivery): Promise<void> {
  const checker = await (await fetch(told('checker'))).text()
  const text = await receiptFile(delivery, hub.facts, checker)
  save(`receipt-${delivery.begunAt.slice(0, 10)}.html`, 'text/html', text)
}

function keepReport(): void {
  save('report.csv', 'text/csv', reportCsv(desk.lines))
}

async function renderKnown(): Promise<void> {
  renderHistory(await store.deliveries(), {
    keepReceipt: (delivery) => attempt(() => keepReceipt(delivery)),
    forget: (delivery) =>
      attempt(async () => {
        await store.drop(delivery)
        await renderKnown()
      }),
  })
}

function chosen(file: File | undefined): void {
  if (file !== undefined) attempt(() => study(file, forgetChoices()))
}

const input = byId('file', HTMLInputElement)
input.addEventListener('change', () => chosen(input.files?.[0]))
const drop = byId('drop')
for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault()
    drop.classList.toggle('over', kind === 'dragenter' || kind === 'dragover')
    if (kind === 'drop') chosen((event as DragEvent).dataTransfer?.files[0])
  })
}
onSubmit('choices', () => attempt(check))
onSubmit('send-form', () => attempt(begin))
byId('report').addEventListener('click', keepReport)
byId('sheet').addEventListener('change', () => {
  const { studied } = desk
  if (studied !== undefined) attempt(() => study(studied.file, choicesOnPage()))
})
await renderKnown()
// What the hub has taken in although its answer did not arrive needs no file to be known.
attempt(async () => {
  for (const delivery of (await store.deliveries()).filter(isOpen)) {
    await recover(delivery, hub, store)
  }
  await renderKnown()
})
