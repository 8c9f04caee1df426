import { randomBytes } from 'node:crypto'
import {
  answerPause,
  creditorsServed,
  listAskedPauses,
  PAUSE_REFUSALS,
  type PauseAnswer,
} from '../collection-pauses/index.js'
import { sha256 } from '../crypto/hash.js'
import { isDay } from '../kernel/calendar.js'
import { canonicalText } from '../kernel/canonical.js'
import { HubError } from '../kernel/errors.js'
import { isUuid } from '../kernel/identifiers.js'
import type { Form } from './form.js'
import type { PageRoute } from './page.js'
import { askedPausesPage } from './pages/asked-pauses.js'

const PLACE = '/console/pauses'

const look: PageRoute = {
  name: 'listAskedPauses',
  method: 'GET',
  path: PLACE,
  roles: ['creditor', 'agent'],
  async answer({ context, person, speaker, query, formToken }) {
    const creditors = await creditorsServed(context, person)
    const page = await listAskedPauses(context, person, query['creditor'], undefined)
    const body = askedPausesPage(speaker, { page, creditors, formToken })
    return { title: speaker.say('pauses.title'), body }
  },
}

const answer: PageRoute = {
  name: 'answerCollectionPause',
  method: 'POST',
  path: PLACE,
  roles: ['creditor', 'agent'],
  async answer({ context, person, form }) {
    const pauseId = (form.get('pause') ?? '').toLowerCase()
    if (!isUuid(pauseId)) throw new HubError('pause.unknown', 'Nothing of this id is asked here.')
    const said = { pauseId, ...answerIn(form) }
    // Salted, as a signed body is by its nonce; the certificate of the person stands for the signature.
    const salted = Buffer.concat([randomBytes(32), Buffer.from(canonicalText(said))])
    const proof = { digest: sha256(salted), signer: person.fingerprint }
    await answerPause(context, person, { ...said, ...proof })
    const creditor = form.get('creditor') ?? ''
    const [own, ...principals] = await creditorsServed(context, person)
    const isOther = creditor !== own && principals.includes(creditor)
    return { redirect: isOther ? `${PLACE}?creditor=${encodeURIComponent(creditor)}` : PLACE }
  },
}

/** Where people of creditors read what they are asked, and answer. */
export const ASKED_PAUSE_PAGES: readonly PageRoute[] = [look, answer]

/** What was filled in; what does not go together `answerPause` refuses. */
function answerIn(form: Form): Pick<PauseAnswer, 'answer' | 'untilOn' | 'refusal'> {
  const at = form.get('at') ?? ''
  if (form.get('answer') === 'DECLINE') {
    const refusal = PAUSE_REFUSALS.find((each) => each === form.get(`refusal_${at}`))
    return { answer: 'DECLINE', ...(refusal !== undefined && { refusal }) }
  }
  const until = form.get(`until_${at}`) ?? ''
  if (form.get('answer') !== 'CONFIRM' || (until !== '' && !isDay(until))) {
    throw new HubError('request.malformed', 'A pause is confirmed, until a day, or declined.')
  }
  return { answer: 'CONFIRM', ...(until !== '' && { untilOn: until }) }
}
