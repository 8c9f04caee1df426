import { apartMarksOf, logSubjectsOf } from '../identity/index.js'
import { dayOf } from '../kernel/calendar.js'
import { partyNames, traceEverywhere } from '../log-review/index.js'
import type { PageRoute, View } from './page.js'
import { residentPage } from './pages/resident.js'
import { trailPage } from './pages/trail.js'
import { ownPart } from './resident/own.js'
import { residentPackage } from './resident/package.js'
import { residentPdf } from './resident/pdf.js'
import { readResident, residentOf } from './resident/question.js'
import { keepQuestion } from './searches/service.js'

const PLACE = { path: '/console/resident', roles: ['officer'] } as const

const ask: PageRoute = {
  ...PLACE,
  name: 'consoleResidentForm',
  method: 'GET',
  async answer({ context, speaker, formToken }) {
    const { tracesPerDay } = context.config
    const page = { typed: undefined, mistakes: [], tracesPerDay, formToken }
    return { title: speaker.say('resident.title'), body: residentPage(speaker, page) }
  },
}

/** The answer to the form itself, so that nothing of what was typed needs an address or a row. */
const answer: PageRoute = {
  ...PLACE,
  name: 'consoleResident',
  method: 'POST',
  async answer(view) {
    const { context, person, speaker, form, formToken } = view
    const { typed, mistakes } = readResident(form)
    if (mistakes.length > 0) {
      const { tracesPerDay } = context.config
      const body = residentPage(speaker, { typed, mistakes, tracesPerDay, formToken })
      return { title: speaker.say('resident.title'), body, status: 400 }
    }
    const { municipality, reason } = typed
    const today = dayOf(context.clock.now())
    const resident = residentOf(typed)
    const subjects = logSubjectsOf(context.epochs, municipality, resident, today)
    const marks = apartMarksOf(context.epochs, municipality, resident, today)
    const trail = await traceEverywhere(context, person, subjects, reason, marks)
    const { steps, notifications, truncated, confidential, leftOut } = trail
    const names = await partyNames(context, person)
    const now = context.clock.now()
    // Pages of a sandbox say so by themselves.
    const shown = steps.filter(({ entry }) => !confidential.includes(entry.controller))
    const isPartial = confidential.length > 0 || leftOut.length > 0
    const how = { truncated, isPartial, isTrial: false }
    const part = ownPart(shown, notifications, form.get('sure') === 'yes')
    const told = { ...part, names, now, ...how }
    switch (form.get('answer')) {
      case 'package': {
        const text = residentPackage(told)
        return { download: 'inzage.html', type: 'text/html; charset=utf-8', text }
      }
      case 'pdf':
        return {
          download: 'inzage.pdf',
          type: 'application/pdf',
          text: await residentPdf({ ...told, isTrial: context.config.sandbox }),
        }
    }
    const controllers = [...new Set(steps.map(({ entry }) => entry.controller))]
    const searches = await searchesFor(view, controllers, reason)
    const left = { truncated, isPartial: leftOut.length > 0 }
    const page = { reason, steps, notifications, ...left, searches, names }
    return { title: speaker.say('resident.found'), body: trailPage(speaker, page) }
  },
}

/** Who saw the data of a resident, for the officer who is asked. */
export const RESIDENT_PAGES: readonly PageRoute[] = [ask, answer]

/** A search of each log that holds an entry: its page shows entries, for the same reason. */
async function searchesFor(
  { context, person }: View,
  controllers: readonly string[],
  reason: string,
): Promise<ReadonlyMap<string, string>> {
  const owner = { party: person.id, holder: person.holder }
  const kept = new Map<string, string>()
  for (const controller of controllers) {
    kept.set(controller, await keepQuestion(context, owner, { controller, reason, asked: {} }))
  }
  return kept
}
