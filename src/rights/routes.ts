import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Context } from '../context.js'
import type { components, operations } from '../generated/openapi.js'
import { operation } from '../http/contract.js'
import { requirePerson, requireSigned } from '../http/mtls.js'
import { logSubjectsOf, rightsSubjectOf } from '../identity/index.js'
import { dayOf, type Day } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { objectionOf, summaryOf } from './answers.js'
import { answerRequest, readClock, registerAccess } from './clock/service.js'
import { isReceivable } from './deadline.js'
import { liftRequest, listRequests, readRequest } from './life/service.js'
import { registerRequest, type RightsOfficer, type RightsOperation } from './requests/service.js'

type Schemas = components['schemas']
interface List {
  Querystring: NonNullable<operations['listObjections']['parameters']['query']>
}
interface One {
  Params: operations['getObjection']['parameters']['path']
}

/** Requests of residents, as officers register and follow them; each with a personal certificate. */
export const rightsRoutes: FastifyPluginAsync<{ context: Context }> = async (app, { context }) => {
  app.route<List>({
    ...operation(app, 'listObjections'),
    async handler(request) {
      const officer = officerOf(request, 'listObjections')
      const found = await listRequests(context, officer, request.query.after)
      return { municipalities: found.map(listedOf) } satisfies Schemas['ObjectionList']
    },
  })

  app.route<{ Body: Schemas['ObjectionRegistration'] }>({
    ...operation(app, 'registerObjection'),
    async handler(request, reply) {
      const officer = signedBy(request, 'registerObjection')
      await register(context, officer, request.body)
      reply.status(201)
      return read(context, officer, request.body.requestId.toLowerCase())
    },
  })

  app.route<One>({
    ...operation(app, 'getObjection'),
    handler: (request) =>
      read(context, officerOf(request, 'getObjection'), request.params.requestId.toLowerCase()),
  })

  app.route<One & { Body: Schemas['ObjectionLifting'] }>({
    ...operation(app, 'liftObjection'),
    async handler(request) {
      const officer = signedBy(request, 'liftObjection')
      const id = sameRequest(request.params, request.body)
      await liftRequest(context, officer, id)
      return read(context, officer, id)
    },
  })

  app.route<One & { Body: Schemas['ObjectionAnswer'] }>({
    ...operation(app, 'answerObjection'),
    async handler(request) {
      const officer = signedBy(request, 'answerObjection')
      const id = sameRequest(request.params, request.body)
      await answerRequest(context, officer, id, request.body.answer)
      return read(context, officer, id)
    },
  })
}

function officerOf(request: FastifyRequest, name: RightsOperation): RightsOfficer {
  return { ...requirePerson(request, 'officer'), operation: name }
}

function signedBy(request: FastifyRequest, name: RightsOperation): RightsOfficer {
  const { digest, signer } = requireSigned(request)
  return { ...officerOf(request, name), signed: { digest, signer: signer.fingerprint } }
}

/** Registers what stands in a body; who it is about is gone when this returns. */
async function register(
  context: Context,
  officer: RightsOfficer,
  {
    requestId,
    municipalityCode: municipality,
    kind,
    reason,
    ...about
  }: Schemas['ObjectionRegistration'],
): Promise<void> {
  const today = dayOf(context.clock.now())
  const receivedOn = about.receivedOn as Day
  if (!isReceivable(receivedOn, today)) {
    throw wrong('/receivedOn', 'is not a day up to today, and at most a year ago')
  }
  const { address } = about
  const resident = { person: { ...about.person, initials: about.person.initials ?? '' }, address }
  const asked = { request: requestId.toLowerCase(), municipality, reason, receivedOn }
  if (kind === 'ACCESS') {
    const persons = logSubjectsOf(context.epochs, municipality, resident, today)
    await registerAccess(context, officer, asked, persons)
    return
  }
  // What has effects reaches one person of a household, whom only initials tell from the others.
  if (resident.person.initials === '') throw wrong('/person/initials', 'is needed')
  const subject = rightsSubjectOf(context.epochs, municipality, resident, today)
  if (subject === undefined) {
    throw wrong('/person', 'does not tell one person of a dwelling from the others')
  }
  await registerRequest(context, officer, { ...asked, kind }, subject)
}

/** A request as it stands; reading it is logged as reading, whatever was done before. */
async function read(
  context: Context,
  officer: RightsOfficer,
  id: string,
): Promise<Schemas['Objection']> {
  const { signed: _, ...reader } = { ...officer, operation: 'getObjection' as const }
  const clock = await readClock(context, reader, id)
  if (clock === undefined) throw new HubError('route.unknown', 'There is no such request.')
  const isAccess = clock.kind === 'ACCESS'
  return objectionOf(clock, isAccess ? undefined : await readRequest(context, reader, id))
}

function listedOf({
  municipality,
  clocks,
  requests,
  next,
}: Awaited<ReturnType<typeof listRequests>>[number]) {
  const byId = new Map(requests.map((request) => [request.request, request]))
  return {
    municipalityCode: municipality,
    requests: clocks.map((clock) => summaryOf(clock, byId.get(clock.request))),
    next: next ?? null,
  }
}

function sameRequest(params: One['Params'], body: { readonly requestId: string }): string {
  const id = params.requestId.toLowerCase()
  if (body.requestId.toLowerCase() === id) return id
  throw wrong('/requestId', 'is not the request of the address')
}

function wrong(pointer: string, detail: string): HubError {
  const places = [{ pointer, code: 'request.value', detail }]
  return new HubError('request.invalid', 'The body cannot be used as it is.', { places })
}
