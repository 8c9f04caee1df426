import { flag, html, type Html } from '../html.js'
import { partyName } from '../party-name.js'
import type { Speaker } from '../text.js'

/** Which of several logs a page shows; nothing for an officer of one. */
export function controllerChoice(
  speaker: Speaker,
  path: `/console/${string}`,
  controllers: readonly string[],
  chosen: string,
  names: ReadonlyMap<string, string>,
): Html | false {
  if (controllers.length < 2) return false
  const options = controllers.map(
    (id) =>
      html`<option value="${id}" ${flag('selected', id === chosen)}>
        ${partyName(speaker, names, id)}
      </option>`,
  )
  return html`<form method="get" action="/${path.slice(1)}" class="actions">
    <label class="utrecht-form-label" for="log">${speaker.say('overview.choose')}</label>
    <span
      ><select class="utrecht-select" id="log" name="log">
        ${options}
      </select></span
    >
    <button class="utrecht-button utrecht-button--secondary-action" type="submit">
      ${speaker.say('overview.show')}
    </button>
  </form>`
}
