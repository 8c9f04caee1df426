import {
  DEFAULT_TEXTS,
  PLACEHOLDERS,
  readTexts,
  saveTexts,
  TEXT_KINDS,
  TEXT_LANGUAGES,
} from '../../workbench/index.js'
import { areaField } from '../fields.js'
import { html } from '../html.js'
import type { PageRoute } from '../page.js'
import { workPage } from './work-page.js'

const PLACE = { path: '/console/work/texts', duties: ['COORDINATOR'] } as const
const LONGEST = 4000

const EVERY = TEXT_KINDS.flatMap((kind) => TEXT_LANGUAGES.map((language) => ({ kind, language })))

const look = workPage({
  ...PLACE,
  name: 'workTextsForm',
  method: 'GET',
  async answer({ context, worker, speaker: { say }, formToken }) {
    const texts = await readTexts(context, worker)
    const fields = EVERY.map(({ kind, language }) =>
      areaField(
        {
          name: `${kind}_${language}`,
          label: `${say(`texts.${kind}`)}, ${say(`texts.${language}`)}`,
          value: texts.get(`${kind} ${language}`) ?? DEFAULT_TEXTS[kind][language],
        },
        LONGEST,
        kind === 'SENDER' ? 4 : 12,
      ),
    )
    const placeholders = PLACEHOLDERS.map((name) => `{${name}}`).join(', ')
    const body = html`<h1 class="utrecht-heading-1">${say('texts.title')}</h1>
      <p class="utrecht-paragraph">${say('texts.intro', { placeholders })}</p>
      <form class="card" method="post" action="/console/work/texts">
        <input type="hidden" name="token" value="${formToken}" />
        ${fields}
        <div class="actions">
          <button class="utrecht-button utrecht-button--primary-action" type="submit">
            ${say('texts.save')}
          </button>
        </div>
      </form>`
    return { title: say('texts.title'), body }
  },
})

const save = workPage({
  ...PLACE,
  name: 'workTexts',
  method: 'POST',
  async answer({ context, worker, form }) {
    const texts = EVERY.map(({ kind, language }) => {
      const text = form.get(`${kind}_${language}`) ?? ''
      return { kind, language, text: text === DEFAULT_TEXTS[kind][language] ? '' : text }
    })
    await saveTexts(context, worker, texts)
    return { redirect: '/console/work/texts' }
  },
})

/** Letter, card and sender as a municipality writes them. */
export const TEXT_PAGES: readonly PageRoute[] = [look, save]
