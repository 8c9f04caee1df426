import { ICON, makeAsset, bundledScript, type Asset } from '../assets.js'
import { componentStyles } from '../components.js'
import { html, type Html } from '../html.js'
import { consoleStyles } from '../styles.js'
import { LANGUAGES, type Language } from '../text.js'
import { JOIN_TEXTS } from '../texts/join.js'

/** Where the page and its files stand on the public listener. */
export const JOIN_PATH = '/join'

const ASSETS_PATH = `${JOIN_PATH}/assets`
const NAMES = { nl: 'Nederlands', en: 'English' } as const
const HELP = ['import_windows', 'import_firefox', 'import_linux', 'import_mac'] as const

interface JoinAssets {
  readonly styles: Asset
  readonly icon: Asset
  readonly script: Asset
}

let made: JoinAssets | undefined

/** The files of the page; read and digested once per process. */
export function joinAssets(): JoinAssets {
  made ??= {
    styles: makeAsset(
      ASSETS_PATH,
      'join',
      'css',
      'text/css; charset=utf-8',
      consoleStyles(componentStyles()),
    ),
    icon: makeAsset(ASSETS_PATH, 'icon', 'svg', 'image/svg+xml', ICON),
    script: makeAsset(
      ASSETS_PATH,
      'join',
      'js',
      'text/javascript; charset=utf-8',
      bundledScript('join'),
    ),
  }
  return made
}

/** The whole page in a language. @param consoleUrl Where people deliver; unknown to a hub in a test. */
export function joinPage(language: Language, consoleUrl: string | undefined): string {
  const say = (key: keyof typeof JOIN_TEXTS) => JOIN_TEXTS[key][language === 'nl' ? 0 : 1]
  const { styles, icon, script } = joinAssets()
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${say('title')} – Vroegsignaal</title>
        <link rel="stylesheet" href="/${styles.path.slice(1)}" />
        <link rel="icon" href="/${icon.path.slice(1)}" />
        <script
          type="module"
          src="/${script.path.slice(1)}"
          integrity="${script.integrity}"
        ></script>
      </head>
      <body class="utrecht-document">
        <header class="top">
          <div class="wide">
            <span class="name">Vroegsignaal</span>
            <nav aria-label="${say('languages')}">${languages(language)}</nav>
          </div>
        </header>
        <main id="content" class="wide" tabindex="-1">
          <h1 class="utrecht-heading-1">${say('title')}</h1>
          <p class="utrecht-paragraph">${say('lead')}</p>
          <div class="utrecht-alert utrecht-alert--warning" id="no-script">
            <p>${say('no_script')}</p>
          </div>
          <div id="problem" role="alert"></div>
          ${codeCard(say)} ${resultCard(say)} ${helpCard(say, consoleUrl)}
        </main>
      </body>
    </html> `.toString()
}

type Say = (key: keyof typeof JOIN_TEXTS) => string

function languages(here: Language): Html[] {
  return LANGUAGES.map((each) =>
    each === here
      ? html`<span lang="${each}" aria-current="page">${NAMES[each]}</span> `
      : html`<a lang="${each}" href="/join/${each}">${NAMES[each]}</a> `,
  )
}

function codeCard(say: Say): Html {
  return html`<section class="card" id="join" hidden>
    <form id="code-form">
      <div class="fields">
        <div class="field">
          <label class="utrecht-form-label" for="code">${say('code')}</label>
          <span class="hint" id="code-hint">${say('code_hint')}</span>
          <input
            class="utrecht-textbox"
            id="code"
            type="text"
            maxlength="40"
            autocomplete="off"
            spellcheck="false"
            aria-describedby="code-hint"
            required
          />
        </div>
      </div>
      <div class="actions">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('make')}
        </button>
      </div>
    </form>
    <p class="utrecht-paragraph" id="status" role="status"></p>
  </section>`
}

function resultCard(say: Say): Html {
  const button = (id: string, label: string) =>
    html`<button class="utrecht-button utrecht-button--primary-action" type="button" id="${id}">
      ${label}
    </button>`
  return html`<section class="card" id="made" tabindex="-1" hidden>
    <p class="utrecht-paragraph">${say('made')}</p>
    <dl class="facts">
      <dt>${say('party')}</dt>
      <dd><code id="party"></code></dd>
      <dt>${say('until')}</dt>
      <dd id="until"></dd>
      <dt>${say('password')}</dt>
      <dd><code id="password"></code></dd>
    </dl>
    <p class="utrecht-paragraph">${say('password_hint')}</p>
    <div class="actions">
      ${button('save-transport', say('save_transport'))}
      ${button('save-signing', say('save_signing'))}
    </div>
  </section>`
}

function helpCard(say: Say, consoleUrl: string | undefined): Html {
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('next')}</h2>
    <ol class="steps">
      ${HELP.map((key) => html`<li>${say(key)}</li>`)}
    </ol>
    <p class="utrecht-paragraph">
      ${say('open')} ${consoleUrl !== undefined && html`<code>${consoleUrl}</code>`}
    </p>
  </section>`
}
