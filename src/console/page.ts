import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.js'
import { SIGNATURE_HEADER, signDetached } from '../crypto/jws.js'
import type { CallingParty } from '../http/request.js'
import { HubError } from '../kernel/errors.js'
import type { Role } from '../parties/index.js'
import type { ScriptName } from './assets.js'
import type { Form } from './form.js'
import { pageHeaders } from './headers.js'
import type { Html } from './html.js'
import { framed, type NavItem } from './layout.js'
import { continueSession, requirePersonal } from './service.js'
import { formToken, isFormToken, LANGUAGE_COOKIE, readCookie, SESSION_COOKIE } from './session.js'
import type { Session } from './session.js'
import { isLanguage, LANGUAGES, speaker, type Speaker } from './text.js'

/** Scripts that ask the hub something, over the connection of the page. */
const ASKING: ReadonlySet<ScriptName> = new Set(['deliver', 'work'])

/** A person who is signed in. */
export type SignedInPerson = CallingParty & { readonly holder: string }

/** One request of a person, as pages see it. */
export interface View {
  readonly context: Context
  readonly speaker: Speaker
  readonly person: SignedInPerson
  readonly session: Session
  /** What forms of the page carry, in the field `token`. */
  readonly formToken: string
  /** Address of the page with its query; nothing that identifies anybody is in it. */
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** Empty for a page that is only read. */
  readonly form: Form
}

/** What a page answers with. */
export type Answer =
  | {
      readonly title: string
      readonly body: Html
      readonly status?: 200 | 400
      /** The script that it loads. */
      readonly script?: ScriptName | undefined
      /** In place of the pages that everybody of the role finds. */
      readonly nav?: readonly NavItem[]
    }
  /**
   * For a script of ours: JSON, in place of a page. With `typ` it is signed by the hub as a document of
   * that kind, so that the script can check it with keys that it kept.
   */
  | { readonly json: string; readonly typ?: string }
  | { readonly redirect: `/console${string}` }
  | { readonly download: string; readonly type: string; readonly text: string | Buffer }

/** A page, or what a form of one is sent to. */
export interface PageRoute {
  /** As the log and the metrics name it. */
  readonly name: string
  readonly method: 'GET' | 'POST'
  readonly path: `/console/${string}`
  readonly roles: readonly [Role, ...Role[]]
  /** Largest body of its form in bytes, where envelopes come with it. */
  readonly formBytes?: number
  readonly answer: (view: View) => Promise<Answer>
}

/** Adds a page for people who are signed in; others are sent to where they sign in. */
export function addPage(
  app: FastifyInstance,
  context: Context,
  navOf: (person: SignedInPerson) => readonly NavItem[],
  { name, method, path, roles, formBytes, answer }: PageRoute,
): void {
  app.route({
    method,
    url: path,
    ...(formBytes !== undefined && { bodyLimit: formBytes }),
    config: { page: { name, roles } },
    async handler(request, reply) {
      const person = personOf(request)
      if (method === 'POST') requireOwnOrigin(request)
      const token = readCookie(request.headers.cookie, SESSION_COOKIE)
      const session = await continueSession(context, person, token)
      if (token === undefined || session === undefined) return reply.redirect('/console', 303)
      const form: Form = method === 'POST' ? formOf(request) : new Map()
      if (method === 'POST' && !isFormToken(form.get('token') ?? '', token)) throw forged()
      const view: View = {
        context,
        speaker: speakerOf(request),
        person,
        session,
        formToken: formToken(token),
        path: request.url,
        params: (request.params ?? {}) as Record<string, string>,
        query: queryOf(request),
        form,
      }
      const answered = await answer(view)
      if ('redirect' in answered) return reply.redirect(answered.redirect, 303)
      if ('download' in answered) return sendFile(reply, answered)
      if ('json' in answered) return sendJson(reply, context, answered)
      return sendPage(reply, view.speaker, answered.status ?? 200, answered.script, () =>
        framed(
          {
            speaker: view.speaker,
            title: answered.title,
            path: view.path,
            script: answered.script,
            signedIn: {
              holder: person.holder,
              party: person.name,
              formToken: view.formToken,
              nav: answered.nav ?? navOf(person),
            },
          },
          answered.body,
        ),
      )
    },
  })
}

/** Sends a page with its headers. */
export function sendPage(
  reply: FastifyReply,
  { language }: Speaker,
  status: number,
  script: ScriptName | undefined,
  page: () => string,
): FastifyReply {
  return reply
    .code(status)
    .headers(
      pageHeaders(language, script === undefined ? false : ASKING.has(script) ? 'asking' : true),
    )
    .type('text/html; charset=utf-8')
    .send(page())
}

/** Who sits at the browser. @throws {HubError} `certificate.not_personal`. */
export function personOf(request: FastifyRequest): SignedInPerson {
  const { party } = request
  if (party === undefined) throw new HubError('certificate.missing', 'Nobody is calling.')
  requirePersonal(party)
  return party as SignedInPerson
}

/** In which language to speak: the one that was chosen here, else Dutch. */
export function speakerOf({ headers }: Pick<FastifyRequest, 'headers'>): Speaker {
  const chosen = readCookie(headers.cookie, LANGUAGE_COOKIE)
  return speaker(isLanguage(chosen) ? chosen : LANGUAGES[0])
}

/**
 * A form is taken only from a page of this very host, as the browser says.
 *
 * @throws {HubError} `form.forged`.
 */
export function requireOwnOrigin({ headers, host }: FastifyRequest): void {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') throw forged()
  if (headers.origin === undefined ? site === undefined : headers.origin !== `https://${host}`) {
    throw forged()
  }
}

/** The form of a request. @throws {HubError} `request.media_type` when there is none. */
export function formOf({ body }: FastifyRequest): Form {
  if (body instanceof Map) return body as Form
  throw new HubError('request.media_type', 'A form is expected.')
}

function sendJson(
  reply: FastifyReply,
  { keys, clock }: Context,
  { json, typ }: Extract<Answer, { json: string }>,
): FastifyReply {
  const bytes = Buffer.from(json)
  if (typ !== undefined) {
    const signature = signDetached(bytes, keys.signing, { typ, iat: clock.now() })
    void reply.header(SIGNATURE_HEADER, signature)
  }
  return reply.type('application/json').send(bytes)
}

function sendFile(
  reply: FastifyReply,
  { download, type, text }: Extract<Answer, { download: string }>,
): FastifyReply {
  return reply
    .header('content-disposition', `attachment; filename="${download}"`)
    .type(type)
    .send(text)
}

/** Members of the query that stand there once. */
function queryOf({ query }: FastifyRequest): Record<string, string> {
  const pairs = Object.entries((query ?? {}) as Record<string, unknown>)
  return Object.fromEntries(
    pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}

function forged(): HubError {
  return new HubError('form.forged', 'The form did not come from a page of this session.')
}
