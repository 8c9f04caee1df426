import { choiceField, textField } from '../../fields.js'
import { flag, html, type Html } from '../../html.js'
import type { Speaker } from '../../text.js'
import {
  CONSENT_GIVERS,
  creditorsOf,
  KINDS_OF_HELP,
  OUTCOMES,
  REFERRED_TO,
  SHARED_THINGS,
  STATUSES,
} from '../case-form.js'
import type { WorkView } from '../work-page.js'
import type { CasePage } from './shown-case.js'

type Report = NonNullable<CasePage['known']['versions'][0]>['report']

/** The outcome with its written definition beside it, the referral with consent, and what may be told. */
export function endingCard({ speaker, formToken }: WorkView, { known }: CasePage): Html {
  const { say } = speaker
  const { month, item, versions } = known
  const before = versions[0]?.report
  return html`<section class="card">
    <h2 class="utrecht-heading-2">${say('case.ending')}</h2>
    <form method="post" action="/console/work/cases/${month}/${item.caseId}/ending">
      <input type="hidden" name="token" value="${formToken}" />
      <input type="hidden" name="version" value="${String(versions[0]?.version ?? 0)}" />
      ${outcomes(speaker, before)}
      <div class="fields">
        ${textField(
          {
            name: 'takenUpOn',
            label: say('case.taken_up'),
            value: before?.takenUpOn ?? '',
          },
          { type: 'date' },
        )}
        ${textField(
          { name: 'closedOn', label: say('case.closed_on'), value: before?.closedOn ?? '' },
          { type: 'date' },
        )}
        ${tick('planMade', say('case.plan'), before?.planMade === true)}
      </div>
      ${statuses(speaker, known, before)} ${referral(speaker, before)}
      ${consent(speaker, known, before)}
      <div class="actions">
        <button class="utrecht-button utrecht-button--primary-action" type="submit">
          ${say('case.save_ending')}
        </button>
      </div>
    </form>
  </section>`
}

function outcomes({ say, word }: Speaker, before: Report | undefined): Html {
  const radio = (value: string, label: string, definition: string) =>
    html`<div class="choice">
      <input
        type="radio"
        name="outcome"
        id="outcome-${value}"
        value="${value}"
        aria-describedby="definition-${value}"
        ${flag('checked', (before?.outcome ?? '') === value)}
      />
      <label for="outcome-${value}">${label}</label>
      <span class="hint" id="definition-${value}">${definition}</span>
    </div>`
  return html`<fieldset class="choices">
    <legend class="utrecht-form-label">${say('case.ending_hint')}</legend>
    ${radio('', say('case.not_ended'), '')}
    ${OUTCOMES.map((code) => radio(code, word('outcome', code), word('definition', code)))}
  </fieldset>`
}

function statuses({ say, word }: Speaker, { item }: CasePage['known'], before?: Report): Html {
  const known = new Map(
    before?.notifications.map(({ creditorId, notificationId, status }) => [
      `${creditorId} ${notificationId}`,
      status,
    ]),
  )
  return html`<div class="fields">
    ${item.notifications.map(({ creditorId, notificationId, creditorName }, at) =>
      choiceField(
        {
          name: `status_${at}`,
          label: say('case.status_of', { number: at + 1, creditor: creditorName ?? creditorId }),
          value: known.get(`${creditorId} ${notificationId}`) ?? 'TAKEN_UP',
        },
        STATUSES.map((status) => [status, word('standing', status)] as const),
      ),
    )}
  </div>`
}

function referral({ say, word }: Speaker, before: Report | undefined): Html {
  const { to = '', kind = '', agreedOn = '' } = before?.referral ?? {}
  const nothing = ['', '–'] as const
  return html`<fieldset class="fields">
    <legend class="utrecht-form-label">${say('case.referral')}</legend>
    ${choiceField({ name: 'referralTo', label: say('case.referral_to'), value: to }, [
      nothing,
      ...REFERRED_TO.map((each) => [each, word('referral', each)] as const),
    ])}
    ${choiceField({ name: 'referralKind', label: say('case.referral_kind'), value: kind }, [
      nothing,
      ...KINDS_OF_HELP.map((each) => [each, word('help', each)] as const),
    ])}
    ${textField(
      { name: 'referralOn', label: say('case.referral_on'), value: agreedOn },
      { type: 'date' },
    )}
  </fieldset>`
}

function consent({ say }: Speaker, { item }: CasePage['known'], before?: Report): Html {
  const { given, on = '', creditors = [], givenBy = '' } = before?.consentToShare ?? {}
  const { what = ['HELP_ACCEPTED'], withdrawnOn = '' } = before?.consentToShare ?? {}
  const value = given === undefined ? '' : given ? 'yes' : 'no'
  return html`<fieldset class="fields">
    <legend class="utrecht-form-label">${say('case.consent')}</legend>
    ${choiceField({ name: 'consentGiven', label: say('case.consent_given'), value }, [
      ['', '–'],
      ['yes', say('case.consent_yes')],
      ['no', say('case.consent_no')],
    ])}
    ${textField({ name: 'consentOn', label: say('case.consent_on'), value: on }, { type: 'date' })}
    ${choiceField({ name: 'consentBy', label: say('case.consent_by'), value: givenBy }, [
      ['', '–'],
      ...CONSENT_GIVERS.map((each) => [each, say(`case.consent_by_${each}`)] as const),
    ])}
    ${SHARED_THINGS.map((each) =>
      tick(`what_${each}`, say(`case.consent_what_${each}`), what.includes(each)),
    )}
    ${creditorsOf(item.notifications).map(({ id, name }, at) =>
      tick(`share_${at}`, say('case.consent_to', { creditor: name }), creditors.includes(id)),
    )}
    ${textField(
      {
        name: 'consentWithdrawnOn',
        label: say('case.consent_withdrawn'),
        hint: say('case.consent_withdrawn_hint'),
        value: withdrawnOn,
      },
      { type: 'date' },
    )}
  </fieldset>`
}

function tick(name: string, label: string, isOn: boolean): Html {
  return html`<div class="choice">
    <input type="checkbox" id="${name}" name="${name}" value="yes" ${flag('checked', isOn)} />
    <label for="${name}">${label}</label>
  </div>`
}
