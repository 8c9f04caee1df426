import { isNode } from '../http/contract-document.js'
import { explain } from '../spreadsheet/index.js'
import type { Bilingual } from '../http/problem-kind.js'
import type { Book } from './book.js'
import { textsIn } from './reading.js'

/** One code that an item of a batch can get, with its cause and what to do. */
export interface ItemCode {
  readonly code: string
  readonly kind: 'error' | 'warning'
  readonly cause: Bilingual
  readonly remedy: Bilingual
}

type Known = Parameters<typeof explain>[0]

const LEAVE_OUT: Bilingual = {
  en: 'Leave this item out; it may not be reported.',
  nl: 'Laat deze melding weg; die mag niet worden gedaan.',
}
const TAKE_ID: Bilingual = {
  en: 'Send the notificationId of the notification that it follows.',
  nl: 'Stuur het notificationId van de melding waar deze op volgt.',
}

/** What software does, where the sentences for people with a spreadsheet speak of rows and cells. */
const FOR_SOFTWARE: Readonly<Record<string, Bilingual>> = {
  SCHEMA_INVALID: {
    en: 'Compare the member that pointer names with the schema of this kind of notification.',
    nl: 'Vergelijk het veld dat pointer noemt met het schema van dit soort melding.',
  },
  NO_LEGAL_BASIS: LEAVE_OUT,
  NO_MANDATE: {
    en: 'Make an agreement with the municipality first; GET /mandates shows what there is.',
    nl: 'Sluit eerst een overeenkomst met de gemeente; GET /mandates toont wat er is.',
  },
  UNKNOWN_MUNICIPALITY: {
    en: 'Check municipalityCode; GET /mandates shows which municipalities you may report to.',
    nl: 'Controleer municipalityCode; GET /mandates toont aan welke gemeenten u mag melden.',
  },
  OBJECTION: LEAVE_OUT,
  AMOUNT_BELOW_LEGAL_MINIMUM: LEAVE_OUT,
  FORMER_CUSTOMER: LEAVE_OUT,
  LEGAL_PERSON: LEAVE_OUT,
  REDELIVERY_NOT_REQUESTED: LEAVE_OUT,
  ATTESTATION_MISSING: {
    en: 'Do what the attestation is about first, and report when it has been done.',
    nl: 'Doe eerst waar de verklaring over gaat, en meld wanneer het gedaan is.',
  },
  TOO_OLD: {
    en: 'Check oldestDueOn; arrears this old may not be reported for the first time.',
    nl: 'Controleer oldestDueOn; zo oude achterstanden mogen niet voor het eerst worden gemeld.',
  },
  REPORTED_ON_OUT_OF_RANGE: {
    en: 'Send the day on which the batch is made as reportedOn, and oldestDueOn before it.',
    nl: 'Stuur de dag van createdAt als reportedOn, en een oldestDueOn daarvoor.',
  },
  RUNNING_ARRANGEMENT: {
    en: 'Leave the item out, or send arrangementBreachedOn when the arrangement was broken.',
    nl: 'Laat de melding weg, of stuur arrangementBreachedOn als de regeling is geschonden.',
  },
  SIGNATURE_INVALID: {
    en: 'Send creditorId of the creditor you are, or of one that you are registered to deliver for.',
    nl: 'Stuur het creditorId van uzelf, of van wie u als vertegenwoordiger geregistreerd staat.',
  },
  FIELD_NOT_ALLOWED: {
    en: 'Leave out the member that pointer names; the legal basis of this sector does not allow it.',
    nl: 'Laat het veld weg dat pointer noemt; de grondslag van deze sector staat het niet toe.',
  },
  NOT_FICTITIOUS: {
    en: 'In a sandbox, use phone +31600…, e-mail at .example, a postcode that ends in SA, SD or SS, or a surname that begins with Verzonnen.',
    nl: 'Gebruik in een proefomgeving telefoon +31600…, e-mail op .example, een postcode op SA, SD of SS, of een achternaam die met Verzonnen begint.',
  },
  CRISIS_GROUND_MISSING: {
    en: 'Send crisis and crisisGround both, or neither.',
    nl: 'Stuur crisis en crisisGround allebei, of geen van beide.',
  },
  PREDECESSOR_REQUIRED: TAKE_ID,
  PREDECESSOR_UNKNOWN: TAKE_ID,
  NO_PHONE_OR_EMAIL: {
    en: 'Send phone or email if you have them: the municipality reaches the resident sooner.',
    nl: 'Stuur phone of email als u ze heeft: de gemeente bereikt de inwoner dan eerder.',
  },
  TERMINATION_DATE_MISSING: {
    en: 'Send plannedTerminationOn when it is known.',
    nl: 'Stuur plannedTerminationOn zodra die bekend is.',
  },
}

/** Every code that the contract has for items: errors, then warnings. */
export function itemCodes({ document }: Pick<Book, 'document'>): readonly ItemCode[] {
  const codes = (schema: string) => {
    const node = document.components.schemas[schema]
    return isNode(node) ? textsIn(node['enum']) : []
  }
  return [
    ...codes('ItemErrorCode').map((code) => explained(code, 'error')),
    ...codes('ItemWarningCode').map((code) => explained(code, 'warning')),
  ]
}

function explained(code: string, kind: ItemCode['kind']): ItemCode {
  const [en, nl] = [explain(code as Known, 'en'), explain(code as Known, 'nl')]
  return {
    code,
    kind,
    cause: { en: en.says, nl: nl.says },
    remedy: FOR_SOFTWARE[code] ?? { en: en.remedy, nl: nl.remedy },
  }
}
