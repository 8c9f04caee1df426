import type { LoggedEntry } from '../../log-review/index.js'
import { html, type Html } from '../html.js'
import type { Speaker, TextKey } from '../text.js'

/** A proof as the page shows it and the browser checks it. */
export interface ShownProof {
  readonly index: number
  /** Hashes from the leaf upwards, hex. */
  readonly path: readonly string[]
  /** The signed note, verbatim. */
  readonly checkpoint: string
  /** Key of the log, as C2SP writes it. */
  readonly verifierKey: string
}

/**
 * The record, and the proof that it stands in the signed log. The script of this page computes it
 * from exactly these texts, by their ids, and shows one of the verdicts.
 */
export function proofCard(
  { say }: Speaker,
  entry: LoggedEntry,
  proof: ShownProof | undefined,
): Html {
  // prettier-ignore
  const record = html`<details>
      <summary>${say('entry.record')}</summary>
      <pre id="record" tabindex="0">${entry.record}</pre>
    </details>`
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('entry.proof')}</h2>
    ${proof === undefined ? waiting(say('entry.unproven')) : verdicts(say)} ${record}
    ${proof !== undefined && shown(say, entry, proof)}
  </section>`
}

function waiting(text: string): Html {
  return html`<div class="utrecht-alert utrecht-alert--info"><p>${text}</p></div>`
}

type Say = (key: TextKey) => string

function verdicts(say: Say): Html {
  return html`<div role="status">
    <div class="utrecht-alert utrecht-alert--info" data-verdict="none">
      <p>${say('entry.no_script')}</p>
    </div>
    <div class="utrecht-alert utrecht-alert--ok" data-verdict="proven" hidden>
      <p>${say('entry.proven')}</p>
    </div>
    <div class="utrecht-alert utrecht-alert--warning" data-verdict="unsigned" hidden>
      <p>${say('entry.unsigned')}</p>
    </div>
    <div class="utrecht-alert utrecht-alert--error" data-verdict="disproven" hidden>
      <p>${say('entry.disproven')}</p>
    </div>
  </div>`
}

function shown(say: Say, entry: LoggedEntry, proof: ShownProof): Html {
  const path = proof.path.join('\n')
  // prettier-ignore
  return html`<p class="utrecht-paragraph">${say('entry.proof_text')}</p>
    <dl class="facts">
      <dt>${say('results.number')}</dt>
      <dd><code id="number">${entry.number}</code></dd>
      <dt>${say('entry.salt')}</dt>
      <dd><code id="salt">${entry.salt.toString('hex')}</code></dd>
      <dt>${say('entry.leaf')}</dt>
      <dd><code>${entry.leaf.toString('hex')}</code></dd>
      <dt>${say('entry.index')}</dt>
      <dd><code id="index">${proof.index}</code></dd>
      <dt>${say('entry.verifier')}</dt>
      <dd><code id="verifier">${proof.verifierKey}</code><br>${say('entry.verifier_text')}</dd>
    </dl>
    <details>
      <summary>${say('entry.path')}</summary>
      <pre id="path" tabindex="0">${path}</pre>
    </details>
    <details>
      <summary>${say('entry.checkpoint')}</summary>
      <pre id="checkpoint" tabindex="0">${proof.checkpoint}</pre>
    </details>`
}
