import type { FastifyPluginAsync } from 'fastify'
import { entryProof, type LdvRecord } from '../access-log/index.js'
import type { Context } from '../context.js'
import type { components, operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requireParty } from '../http/mtls.js'
import { logSubjectsOf } from '../identity/index.js'
import { dayOf } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { readLdv } from './ldv/service.js'
import { readableBy, type LoggedEntry } from './question.js'
import { searchEntries } from './service.js'
import { traceEverywhere } from './trails/service.js'

interface Search {
  Body: components['schemas']['LogSearch']
  Reply: components['schemas']['LogPage']
}
interface LdvRead {
  Body: components['schemas']['LdvQuestion']
  Reply: components['schemas']['LdvPage']
}
interface Trace {
  Body: components['schemas']['TraceRequest']
  Reply: components['schemas']['Trail']
}
interface Proof {
  Params: operations['getLogEntryProof']['parameters']['path']
  Reply: components['schemas']['LogEntryProof']
}

/** Everybody: each proves the entries that concern itself, and an officer those of what it reviews. */
const PARTIES = ['creditor', 'agent', 'municipality', 'executor', 'officer'] as const

/** The log as officers question it, and as every party proves its own entries. */
export const logReviewRoutes: FastifyPluginAsync<{ context: Context }> = async (
  app,
  { context },
) => {
  app.route<Search>({
    ...operation(app, 'searchAccessLog'),
    async handler(request, reply) {
      const officer = requireParty(request, 'officer')
      const { controller, reason, cursor, limit, from, until, traceId, ...rest } = request.body
      const filter = {
        ...rest,
        from: from === undefined ? undefined : new Date(from),
        until: until === undefined ? undefined : new Date(until),
        // Other systems write a trace id as a UUID.
        traceId: traceId?.replaceAll('-', ''),
      }
      const search = { controller, reason, cursor, limit, filter }
      const { recorded, entries, ...page } = await searchEntries(context, officer, search)
      void reply.header('log-entry', recorded.entryId)
      return { ...page, entries: entries.map(entryAnswer) }
    },
  })

  app.route<LdvRead>({
    ...operation(app, 'readProcessingActivities'),
    async handler(request, reply) {
      const officer = requireParty(request, 'officer')
      const {
        'dpl.core.processing_activity_id': activity,
        'dpl.core.data_subject_id': id,
        'dpl.core.data_subject_id_type': type,
        ...rest
      } = request.body
      if ((id === undefined) !== (type === undefined)) {
        throw new HubError('request.invalid', 'A data subject has an id and the kind of that id.')
      }
      const subject = id === undefined || type === undefined ? undefined : { id, type }
      const page = await readLdv(context, officer, { ...rest, activity, subject })
      void reply.header('log-entry', page.recorded.entryId)
      return { processingActivities: page.records.map(ldvAnswer), nextCursor: page.nextCursor }
    },
  })

  app.route<Trace>({
    ...operation(app, 'traceDataSubject'),
    async handler(request, reply) {
      const officer = requireParty(request, 'officer')
      const { reason, municipalityCode, person, address } = request.body
      const resident = { person: { ...person, initials: person.initials ?? '' }, address }
      const today = dayOf(context.clock.now())
      const subjects = logSubjectsOf(context.epochs, municipalityCode, resident, today)
      const trail = await traceEverywhere(context, officer, subjects, reason)
      void reply.header('log-entry', trail.recorded.entryId)
      const steps = trail.steps.map(({ matched, references, entry }) => ({
        matched,
        references: references.slice(0, 1000),
        entry: entryAnswer(entry),
      }))
      const { truncated, leftOut } = trail
      return {
        municipalityCode,
        steps,
        truncated,
        ...(leftOut.length > 0 && { leftOut: [...leftOut] }),
      }
    },
  })

  app.route<Proof>({
    ...operation(app, 'getLogEntryProof'),
    async handler(request) {
      const party = requireParty(request, ...PARTIES)
      // Whoever may read a partition can have each of its entries proven.
      const reviewed = party.roles.includes('officer') ? readableBy(party) : []
      const { entryId } = request.params
      const { leaf, proof, ...rest } = await entryProof(context, party.id, entryId, reviewed)
      return {
        ...rest,
        leaf: leaf.toString('hex'),
        proof: proof.map((hash) => hash.toString('hex')),
      }
    },
  })
}

/** The names of the read extension: those of the record itself in camel case. */
function ldvAnswer(record: LdvRecord): components['schemas']['LdvRecord'] {
  const { trace_id, span_id, start_time, end_time, parent_span_id, ...rest } = record
  return {
    traceId: trace_id,
    spanId: span_id,
    startTime: start_time,
    endTime: end_time,
    ...(parent_span_id !== undefined && { parentSpanId: parent_span_id }),
    ...rest,
  }
}

function entryAnswer(entry: LoggedEntry): components['schemas']['LogEntry'] {
  return {
    ...entry,
    record: JSON.parse(entry.record) as Record<string, unknown>,
    salt: entry.salt.toString('hex'),
    leaf: entry.leaf.toString('hex'),
  }
}
