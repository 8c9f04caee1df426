import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { pageHeaders } from '../console/headers.js'
import type { Html } from '../console/html.js'
import { readContract } from '../http/contract-document.js'
import { isErrorCode } from '../http/problem.js'
import { HubError } from '../kernel/errors.js'
import { bookOf, type Reader } from './book.js'
import { address, ASSETS_PATH, framed, REFERENCE_PATH, referenceAssets } from './frame.js'
import { codesPage } from './pages/codes.js'
import { operationPage } from './pages/operation.js'
import { problemIndex, problemPage } from './pages/problems.js'
import { schemaPage } from './pages/schema.js'
import { searchPage } from './pages/search.js'
import { schemasPage, startPage } from './pages/start.js'
import { LANGUAGES, textOf, type Language } from './reading.js'
import { say } from './texts.js'

/** What the reference is made with. */
export interface ReferenceOptions {
  /** Address of the data listener as callers reach it, with /v1; the contract's own if absent. */
  readonly dataUrl?: string | undefined
}

/** A page as one reader sees it. */
interface Shown {
  readonly title: string
  readonly body: Html
}

/** The contract for people, on the public listener: pages of our own, in Dutch and English. */
export const referenceRoutes: FastifyPluginAsync<ReferenceOptions> = async (app, { dataUrl }) => {
  const book = bookOf(readContract(), dataUrl)
  const { version } = book
  const show = (reply: FastifyReply, { language }: Reader, path: string, { title, body }: Shown) =>
    reply
      .headers(pageHeaders(language, true))
      .type('text/html; charset=utf-8')
      .send(framed({ language, title, version, path, body, filters: true }))
  const page = (path: string, shown: (reader: Reader, name: string, query: string) => Shown) => {
    const url = `${REFERENCE_PATH}/:language${path}`
    app.get<{ Params: { language: string; name?: string } }>(url, async (request, reply) => {
      const { language, name = '' } = request.params
      const reader: Reader = { book, language: languageOf(language) }
      const here = path.replace(':name', name)
      return show(reply, reader, here, shown(reader, name, queryOf(request)))
    })
  }

  app.get(REFERENCE_PATH, async (request, reply) =>
    reply.redirect(address(preferred(request)), 303),
  )
  page('', (reader) => ({ title: say(reader.language, 'title'), body: startPage(reader) }))
  page('/schemas', (reader) => ({
    title: say(reader.language, 'schemas'),
    body: schemasPage(reader),
  }))
  page('/codes', (reader) => ({
    title: say(reader.language, 'itemCodes'),
    body: codesPage(reader),
  }))
  page('/search', (reader, _name, query) => ({
    title: say(reader.language, 'search'),
    body: searchPage(reader, query),
  }))
  page('/operations/:name', (reader, name) => {
    const operation = book.operations.find(({ operationId }) => operationId === name)
    if (operation === undefined) throw unknown()
    const summary = textOf(operation.node, 'summary', reader.language)
    return { title: summary?.text ?? name, body: operationPage(reader, operation) }
  })
  page('/schemas/:name', (reader, name) => {
    const [, schema] = book.schemas.find(([known]) => known === name) ?? []
    if (schema === undefined) throw unknown()
    return { title: name, body: schemaPage(reader, name, schema) }
  })
  addProblems(app, version)
  addAssets(app)
}

/** Both languages on one page, so one address each; readable from any origin, like the contract. */
function addProblems(app: FastifyInstance, version: string): void {
  const show = (reply: FastifyReply, title: string, body: Html) =>
    reply
      .headers({ ...pageHeaders('nl, en'), 'access-control-allow-origin': '*' })
      .type('text/html; charset=utf-8')
      .send(framed({ language: 'nl', title, version, body }))
  app.get('/problems', async (_request, reply) =>
    show(reply, say('nl', 'refusals'), problemIndex()),
  )
  app.get<{ Params: { code: string } }>('/problems/:code', async ({ params: { code } }, reply) => {
    if (!isErrorCode(code)) throw unknown()
    return show(reply, code, problemPage(code))
  })
}

function addAssets(app: FastifyInstance): void {
  const assets = Object.values(referenceAssets())
  app.get<{ Params: { file: string } }>(`${ASSETS_PATH}/:file`, async ({ params }, reply) => {
    const asset = assets.find(({ file }) => file === params.file)
    if (asset === undefined) throw unknown()
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(asset.type)
      .send(asset.bytes)
  })
}

/** @throws {HubError} `route.unknown` */
function languageOf(text: string): Language {
  const language = LANGUAGES.find((known) => known === text)
  if (language === undefined) throw unknown()
  return language
}

/** The language that a browser names first of those we have; Dutch when it names none. */
function preferred({ headers }: FastifyRequest): Language {
  const named = (headers['accept-language'] ?? '').toLowerCase().match(/\b(nl|en)\b/)
  return named?.[0] === 'en' ? 'en' : 'nl'
}

const LONGEST_QUERY = 100

function queryOf({ query }: FastifyRequest): string {
  const { q } = (query ?? {}) as { readonly q?: unknown }
  return typeof q === 'string' ? q.slice(0, LONGEST_QUERY) : ''
}

function unknown(): HubError {
  return new HubError('route.unknown', 'There is nothing at this path.')
}
