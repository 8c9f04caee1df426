import type { WorkCase } from '../../../workbench/index.js'
import { choiceField, textField } from '../../fields.js'
import { html, type Html } from '../../html.js'
import {
  CONSENT_GIVERS,
  creditorsOf,
  KINDS_OF_HELP,
  REFERRED_TO,
  SHARED_THINGS,
} from '../case-form.js'
import { fieldIn, tickIn, type FilledForm } from './field-notes.js'

const NOTHING = ['', '–'] as const

/** Where the resident agreed to go on. */
export function referralFields(form: FilledForm): Html {
  const { say, word } = form.speaker
  return html`<fieldset class="fields">
    <legend class="utrecht-form-label">${say('case.referral')}</legend>
    ${choiceField(fieldIn(form, 'referralTo', say('case.referral_to')), [
      NOTHING,
      ...REFERRED_TO.map((each) => [each, word('referral', each)] as const),
    ])}
    ${choiceField(fieldIn(form, 'referralKind', say('case.referral_kind')), [
      NOTHING,
      ...KINDS_OF_HELP.map((each) => [each, word('help', each)] as const),
    ])}
    ${textField(fieldIn(form, 'referralOn', say('case.referral_on')), { type: 'date' })}
  </fieldset>`
}

/** Who lets which creditor know what, since when and until when. */
export function consentFields(form: FilledForm, { item }: WorkCase): Html {
  const { say } = form.speaker
  const withdrawn = say('case.consent_withdrawn')
  return html`<fieldset class="fields">
    <legend class="utrecht-form-label">${say('case.consent')}</legend>
    ${choiceField(fieldIn(form, 'consentGiven', say('case.consent_given')), [
      NOTHING,
      ['yes', say('case.consent_yes')],
      ['no', say('case.consent_no')],
    ])}
    ${textField(fieldIn(form, 'consentOn', say('case.consent_on')), { type: 'date' })}
    ${choiceField(fieldIn(form, 'consentBy', say('case.consent_by')), [
      NOTHING,
      ...CONSENT_GIVERS.map((each) => [each, say(`case.consent_by_${each}`)] as const),
    ])}
    ${SHARED_THINGS.map((each) => tickIn(form, `what_${each}`, say(`case.consent_what_${each}`)))}
    ${creditorsOf(item.notifications).map(({ name }, at) =>
      tickIn(form, `share_${at}`, say('case.consent_to', { creditor: name })),
    )}
    ${textField(
      fieldIn(form, 'consentWithdrawnOn', withdrawn, say('case.consent_withdrawn_hint')),
      {
        type: 'date',
      },
    )}
  </fieldset>`
}
