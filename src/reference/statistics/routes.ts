import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { pageHeaders } from '../../console/headers.js'
import type { Html } from '../../console/html.js'
import { HubError } from '../../kernel/errors.js'
import type { Publication } from '../../publication/index.js'
import { framed } from '../frame.js'
import { LANGUAGES, type Language } from '../reading.js'
import { csvOf, jsonOf } from './files.js'
import {
  periodPage,
  periodsPage,
  STATISTICS_PATH,
  statisticsAddress,
  withdrawnPage,
} from './pages.js'
import { tell } from './texts.js'

/** What the pages show. */
export interface StatisticsOptions {
  /** What was released, in the order of periods; of one period when it is named. */
  readonly publications: (period?: string) => Promise<readonly Publication[]>
}

/** National statistics on the public listener: pages in Dutch and English, CSV and JSON. */
export const statisticsPages: FastifyPluginAsync<StatisticsOptions> = async (
  app,
  { publications },
) => {
  const find = async (period: string): Promise<Publication> => {
    const [found] = await publications(period)
    if (found === undefined) throw unknown()
    return found
  }
  const show = (reply: FastifyReply, language: Language, path: string, body: Html) =>
    reply
      .headers(pageHeaders(language))
      .type('text/html; charset=utf-8')
      .send(framed({ language, title: tell(language, 'title'), path, body, base: STATISTICS_PATH }))

  app.get(STATISTICS_PATH, async (request, reply) =>
    reply.redirect(statisticsAddress(preferred(request)), 303),
  )
  app.get<{ Params: { language: string } }>(
    `${STATISTICS_PATH}/:language`,
    async (request, reply) => {
      const language = languageOf(request.params.language)
      return show(reply, language, '', periodsPage(language, await publications()))
    },
  )
  app.get<{ Params: { language: string; period: string } }>(
    `${STATISTICS_PATH}/:language/:period`,
    async ({ params }, reply) => {
      const language = languageOf(params.language)
      const found = await find(params.period)
      const page = found.withdrawnAt === null ? periodPage : withdrawnPage
      return show(reply, language, `/${params.period}`, page(language, found))
    },
  )
  app.get<{ Params: { file: string } }>(
    `${STATISTICS_PATH}/data/:file`,
    async ({ params }, reply) => {
      const [, period, form] = /^(\d{4}(?:-\d{2})?)\.(csv|json)$/.exec(params.file) ?? []
      const found = await find(period ?? '')
      if (found.withdrawnAt !== null) throw unknown()
      void reply.header('access-control-allow-origin', '*')
      return form === 'csv'
        ? reply.type('text/csv; charset=utf-8').send(csvOf(found))
        : reply.type('application/json').send(jsonOf(found))
    },
  )
}

function languageOf(text: string): Language {
  const found = LANGUAGES.find((language) => language === text)
  if (found === undefined) throw unknown()
  return found
}

function preferred(request: FastifyRequest): Language {
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'nl'
}

function unknown(): HubError {
  return new HubError('route.unknown', 'There is nothing at this path.')
}
