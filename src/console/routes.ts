import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { Context } from '../context.js'
import { HubError } from '../kernel/errors.js'
import { ROLES } from '../parties/index.js'
import { ASSETS_PATH, findAsset } from './assets.js'
import { CREDITOR_NAV, CREDITOR_PAGES } from './creditor.js'
import { FORM_BYTES, parseForm } from './form.js'
import { framed, type NavItem } from './layout.js'
import { OFFICER_NAV, OFFICER_PAGES } from './officer.js'
import { addPage, formOf, personOf, requireOwnOrigin, sendPage, speakerOf } from './page.js'
import type { PageRoute, SignedInPerson } from './page.js'
import { QUESTION_NAV, QUESTION_PAGES } from './party-questions.js'
import { signedOutPage, signInPage } from './pages/sign-in.js'
import { continueSession, signIn, signOut } from './service.js'
import { isFormToken, LANGUAGE_COOKIE, readCookie, SESSION_COOKIE } from './session.js'
import { writeCookie } from './session.js'
import { isLanguage } from './text.js'
import { WORK_NAV, WORK_PAGES, WORK_ROLES } from './work/work-pages.js'

const YEAR_SECONDS = 31_536_000
const BACK = /^\/console(?:\/[a-zA-Z0-9_-]+)*(?:\?[a-zA-Z0-9_=&%+.-]*)?$/

const PAGES: readonly PageRoute[] = [
  ...OFFICER_PAGES,
  ...CREDITOR_PAGES,
  ...WORK_PAGES,
  ...QUESTION_PAGES,
]

/** The console: pages for people, over the same services as the API and with no right of its own. */
export const consoleRoutes: FastifyPluginAsync<{ context: Context }> = async (app, { context }) => {
  // Forms are read here and nowhere else; a signed operation never meets this parser.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer', bodyLimit: FORM_BYTES },
    async (_request: unknown, bytes: Buffer) => parseForm(bytes),
  )
  addAssets(app)
  addDoor(app, context)
  addLanguage(app)
  for (const page of PAGES) addPage(app, context, navOf, page)
}

/** The pages of a person, by the roles of the certificate's party. */
function navOf({ roles }: SignedInPerson): readonly [NavItem, ...NavItem[]] {
  const delivers = roles.includes('creditor') || roles.includes('agent')
  const [first, ...others] = [
    ...(roles.includes('officer') ? OFFICER_NAV : []),
    ...(delivers ? CREDITOR_NAV : []),
    ...(WORK_ROLES.some((role) => roles.includes(role)) ? WORK_NAV : []),
  ]
  return first === undefined ? [QUESTION_NAV] : [first, ...others, QUESTION_NAV]
}

function addAssets(app: FastifyInstance): void {
  app.get<{ Params: { '*': string } }>(
    `${ASSETS_PATH}/*`,
    { config: { page: { name: 'consoleAsset', roles: ROLES } } },
    async ({ params }, reply) => {
      const asset = findAsset(params['*'])
      if (asset === undefined) {
        throw new HubError('route.unknown', 'There is nothing at this path.')
      }
      return reply
        .header('cache-control', 'private, max-age=31536000, immutable')
        .header('cross-origin-resource-policy', 'same-origin')
        .type(asset.type)
        .send(asset.bytes)
    },
  )
}

/** Signing in and out. */
function addDoor(app: FastifyInstance, context: Context): void {
  const at = (name: string) => ({ config: { page: { name, roles: ROLES } } })

  app.get('/console', at('consoleStart'), async (request, reply) => {
    const person = personOf(request)
    const speaker = speakerOf(request)
    const token = readCookie(request.headers.cookie, SESSION_COOKIE)
    const session = await continueSession(context, person, token)
    const [first] = navOf(person)
    if (session !== undefined) return reply.redirect(first.path, 303)
    const shown = { holder: person.holder, party: person.name }
    const body = signInPage(speaker, shown, token !== undefined)
    return sendPage(reply, speaker, 200, undefined, () =>
      framed({ speaker, title: speaker.say('sign_in.title'), path: '/console' }, body),
    )
  })

  app.post('/console/sign-in', at('consoleSignIn'), async (request, reply) => {
    requireOwnOrigin(request)
    const token = await signIn(context, personOf(request))
    return reply.header('set-cookie', writeCookie(SESSION_COOKIE, token)).redirect('/console', 303)
  })

  app.post('/console/sign-out', at('consoleSignOut'), async (request, reply) => {
    requireOwnOrigin(request)
    const token = readCookie(request.headers.cookie, SESSION_COOKIE) ?? ''
    if (!isFormToken(formOf(request).get('token') ?? '', token)) {
      throw new HubError('form.forged', 'The form did not come from a page of this session.')
    }
    await signOut(context, personOf(request), token)
    return reply
      .header('set-cookie', writeCookie(SESSION_COOKIE, '', 0))
      .redirect('/console/signed-out', 303)
  })

  app.get('/console/signed-out', at('consoleSignedOut'), async (request, reply) => {
    const speaker = speakerOf(request)
    return sendPage(reply, speaker, 200, undefined, () => {
      const title = speaker.say('signed_out.title')
      return framed({ speaker, title, path: '/console/signed-out' }, signedOutPage(speaker))
    })
  })
}

/** A language is a form, remembered in a cookie: it needs no script and no session. */
function addLanguage(app: FastifyInstance): void {
  const config = { page: { name: 'consoleLanguage', roles: ROLES } }
  app.post('/console/language', { config }, async (request, reply) => {
    requireOwnOrigin(request)
    const form = formOf(request)
    const language = form.get('language')
    const back = form.get('back') ?? ''
    if (!isLanguage(language)) {
      throw new HubError('request.malformed', 'This is not a language of the console.')
    }
    return reply
      .header('set-cookie', writeCookie(LANGUAGE_COOKIE, language, YEAR_SECONDS))
      .redirect(BACK.test(back) ? back : '/console', 303)
  })
}
