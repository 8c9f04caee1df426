import { assetFor, type ScriptName } from './assets.js'
import { html, type Child, type Html } from './html.js'
import { IDLE_MINUTES } from './session.js'
import { LANGUAGES, type Speaker, type TextKey } from './text.js'

/** A page that everybody of a role finds in the navigation. */
export interface NavItem {
  readonly path: `/console/${string}`
  readonly label: TextKey
}

/** Who is signed in, as the frame shows it. */
export interface SignedIn {
  readonly holder: string
  readonly party: string
  /** What forms of this session carry. */
  readonly formToken: string
  readonly nav: readonly NavItem[]
}

/** What surrounds a page. */
export interface Frame {
  readonly speaker: Speaker
  readonly title: string
  /** Address of the page, which a change of language returns to. */
  readonly path: string
  /** Left out before signing in and on refusals. */
  readonly signedIn?: SignedIn | undefined
  /** The script that the page loads. */
  readonly script?: ScriptName | undefined
}

const NAMES = { nl: 'Nederlands', en: 'English' } as const

/** A whole page: skip link, banner, navigation, the content, and what the hub writes down. */
export function framed(frame: Frame, body: Child): string {
  const { speaker, title, signedIn } = frame
  const { say, language } = speaker
  const [styles, icon] = [assetFor('styles'), assetFor('icon')]
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – ${say('frame.title')}</title>
        <link rel="stylesheet" href="/${styles.path.slice(1)}" />
        <link rel="icon" href="/${icon.path.slice(1)}" />
        ${frame.script !== undefined && script(frame.script)}
      </head>
      <body class="utrecht-document">
        <a
          class="utrecht-skip-link utrecht-skip-link--visible-on-focus utrecht-link skip"
          href="#content"
          >${say('frame.skip')}</a
        >
        <header class="top">
          <div class="wide">
            <span class="name"><a href="/console">${say('frame.title')}</a></span>
            ${who(frame)} ${languages(frame)} ${signedIn && signOut(speaker, signedIn)}
          </div>
        </header>
        ${signedIn && navigation(frame, signedIn)}
        <main id="content" class="wide" tabindex="-1">${body}</main>
        <footer>
          <div class="wide">
            ${say('frame.footer')} ${signedIn && say('frame.ends', { minutes: IDLE_MINUTES })}
          </div>
        </footer>
      </body>
    </html> `.toString()
}

function script(name: ScriptName): Html {
  const { path, integrity } = assetFor(name)
  return html`<script type="module" src="/${path.slice(1)}" integrity="${integrity}"></script>`
}

function who({ speaker, signedIn }: Frame): Html {
  const text =
    signedIn && speaker.say('frame.person', { holder: signedIn.holder, party: signedIn.party })
  return html`<span class="who">${text}</span>`
}

/** A form and not links: the page that is read stays the same one, and no script is needed. */
function languages({ speaker, path }: Frame): Html {
  const buttons = LANGUAGES.map((language) => {
    const pressed = language === speaker.language ? 'true' : 'false'
    return html`<button
      type="submit"
      name="language"
      value="${language}"
      lang="${language}"
      aria-pressed="${pressed}"
    >
      ${NAMES[language]}
    </button>`
  })
  return html`<form
    method="post"
    action="/console/language"
    aria-label="${speaker.say('frame.language')}"
  >
    <input type="hidden" name="back" value="${path}" />${buttons}
  </form>`
}

function signOut({ say }: Speaker, { formToken }: SignedIn): Html {
  return html`<form method="post" action="/console/sign-out">
    <input type="hidden" name="token" value="${formToken}" /><button type="submit">
      ${say('frame.sign_out')}
    </button>
  </form>`
}

function navigation({ speaker: { say }, path }: Frame, { nav }: SignedIn): Html | false {
  if (nav.length === 0) return false
  const [here = ''] = path.split('?')
  const items = nav.map((item) => {
    const isHere = here === item.path || here.startsWith(`${item.path}/`)
    const label = say(item.label)
    return isHere
      ? html`<li><a href="/${item.path.slice(1)}" aria-current="page">${label}</a></li>`
      : html`<li><a href="/${item.path.slice(1)}">${label}</a></li>`
  })
  return html`<nav class="pages" aria-label="${say('frame.pages')}">
    <ul class="wide">
      ${items}
    </ul>
  </nav>`
}
