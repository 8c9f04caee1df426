import { proveEntries, readCheckpoint, readLogFile } from '../access-log/index.js'
import type { Context } from '../context.js'
import { HubError } from '../kernel/errors.js'
import { isUuid } from '../kernel/identifiers.js'
import { exportEntries, firstOf, partyNames, searchEntries } from '../log-review/index.js'
import type { Answer, PageRoute, View } from './page.js'
import { entryPage } from './pages/entry.js'
import type { ShownProof } from './pages/proof.js'
import { resultsPage } from './pages/results.js'
import { searchPage } from './pages/search.js'
import { entriesAsCsv, entriesAsLines } from './searches/export.js'
import { filterOf, readQuestion, type Mistake, type Question } from './searches/question.js'
import * as searches from './searches/service.js'

const OFFICER = ['officer'] as const
const PER_PAGE = 50

async function form(
  view: View,
  question: Question,
  mistakes: readonly Mistake[] = [],
): Promise<Answer> {
  const { context, person, speaker, formToken } = view
  const saved = await searches.listSaved(context, ownerOf(view))
  const names = await partyNames(context, person)
  const { controllers } = person
  const page = { question, mistakes, saved, controllers, names, formToken }
  return {
    title: speaker.say('search.title'),
    body: searchPage(speaker, page),
    status: mistakes.length > 0 ? 400 : 200,
  }
}

const ask: PageRoute = {
  name: 'consoleSearchForm',
  method: 'GET',
  path: '/console/search',
  roles: OFFICER,
  answer: (view) => form(view, { controller: firstOf(view.person) ?? '', reason: '', asked: {} }),
}

const change: PageRoute = {
  name: 'consoleSearchForm',
  method: 'GET',
  path: '/console/search/:search/change',
  roles: OFFICER,
  answer: async (view) => form(view, await searchOf(view)),
}

const begin: PageRoute = {
  name: 'consoleSearchBegin',
  method: 'POST',
  path: '/console/search',
  roles: OFFICER,
  async answer(view) {
    const { question, mistakes } = readQuestion(view.form, view.person.controllers)
    if (mistakes.length > 0) return form(view, question, mistakes)
    return go(await searches.keepQuestion(view.context, ownerOf(view), question))
  },
}

const results: PageRoute = {
  name: 'consoleSearch',
  method: 'GET',
  path: '/console/search/:search',
  roles: OFFICER,
  async answer(view) {
    const { context, person, speaker, query, formToken } = view
    const search = await searchOf(view)
    const { controller, reason } = search
    const cursor = query['after']
    const found = await searchEntries(context, person, {
      controller,
      reason,
      cursor,
      filter: filterOf(search),
      limit: PER_PAGE,
      newestFirst: true,
    })
    const names = await partyNames(context, person)
    const page = { search, found, isFirst: cursor === undefined, names, formToken }
    return { title: speaker.say('results.title'), body: resultsPage(speaker, page) }
  },
}

const save: PageRoute = {
  name: 'consoleSearchSave',
  method: 'POST',
  path: '/console/search/:search/save',
  roles: OFFICER,
  async answer(view) {
    const { searchId } = await searchOf(view)
    const name = (view.form.get('name') ?? '').replaceAll('\n', ' ').slice(0, searches.LONGEST_NAME)
    if (name !== '') await searches.saveSearch(view.context, ownerOf(view), searchId, name)
    return go(searchId)
  },
}

const remove: PageRoute = {
  name: 'consoleSearchRemove',
  method: 'POST',
  path: '/console/search/:search/remove',
  roles: OFFICER,
  async answer(view) {
    const { searchId } = await searchOf(view)
    await searches.removeSearch(view.context, ownerOf(view), searchId)
    return { redirect: '/console/search' }
  },
}

const trace: PageRoute = {
  name: 'consoleSearchTrace',
  method: 'POST',
  path: '/console/search/:search/trace',
  roles: OFFICER,
  async answer(view) {
    const { controller, reason } = await searchOf(view)
    const about = new Map([
      ['controller', controller],
      ['reason', reason],
      ['traceId', view.form.get('traceId') ?? ''],
    ])
    const { question, mistakes } = readQuestion(about, view.person.controllers)
    if (mistakes.length > 0) throw new HubError('request.malformed', 'This is not a trace.')
    return go(await searches.keepQuestion(view.context, ownerOf(view), question))
  },
}

const download: PageRoute = {
  name: 'consoleExport',
  method: 'POST',
  path: '/console/search/:search/export',
  roles: OFFICER,
  async answer(view) {
    const search = await searchOf(view)
    const { controller, reason } = search
    const format = view.form.get('format') === 'csv' ? 'csv' : 'ndjson'
    const filter = filterOf(search)
    const asked = { controller, reason, filter, format } as const
    const { entries } = await exportEntries(view.context, view.person, asked)
    return format === 'csv'
      ? { download: 'log.csv', type: 'text/csv; charset=utf-8', text: entriesAsCsv(entries) }
      : { download: 'log.ndjson', type: 'application/x-ndjson', text: entriesAsLines(entries) }
  },
}

const entry: PageRoute = {
  name: 'consoleEntry',
  method: 'GET',
  path: '/console/search/:search/entries/:entry',
  roles: OFFICER,
  async answer(view) {
    const { context, person, speaker, formToken } = view
    const { controller, reason, searchId } = await searchOf(view)
    const entryId = view.params['entry'] ?? ''
    if (!isUuid(entryId)) throw unknown()
    const asked = { controller, reason, filter: { entryId }, limit: 1 }
    const { entries } = await searchEntries(context, person, asked)
    const [found] = entries
    if (found === undefined) throw unknown()
    const proof = await proofOf(context, entryId)
    const names = await partyNames(context, person)
    const shown = { searchId, entry: found, proof, names, formToken }
    return {
      title: speaker.say('entry.title', { number: speaker.number(found.number) }),
      body: entryPage(speaker, shown),
      script: proof === undefined ? undefined : 'prove',
    }
  },
}

/** Searching the log, its entries, and taking them along. */
export const SEARCH_PAGES: readonly PageRoute[] = [
  ask,
  begin,
  change,
  results,
  save,
  remove,
  trace,
  download,
  entry,
]

function ownerOf({ person }: View): searches.Owner {
  return { party: person.id, holder: person.holder }
}

/** The search of the address; whose log it asks must still be the person's to review. */
async function searchOf(view: View): Promise<searches.Search> {
  return searches.findSearch(view.context, ownerOf(view), view.params['search'])
}

function go(searchId: string): Answer {
  return { redirect: `/console/search/${searchId}` }
}

/** The proof of an entry under the newest checkpoint; `undefined` before it has a place. */
async function proofOf(context: Context, entryId: string): Promise<ShownProof | undefined> {
  const proven = await proveEntries(context, [entryId])
  const place = proven?.proofs.get(entryId)
  const published = await readCheckpoint(context)
  if (proven === undefined || place === undefined || published === undefined) return undefined
  const folder = published.tree === 1 ? '' : `${published.tree}/`
  const key = await readLogFile(context, `${folder}vkey`)
  return {
    index: place.index,
    path: place.proof.map((hash) => hash.toString('hex')),
    checkpoint: proven.checkpoint,
    verifierKey: key?.bytes.toString('utf8').trim() ?? '',
  }
}

function unknown(): HubError {
  return new HubError('log.entry_unknown', 'There is no such entry.')
}
