import type { Sentences } from './findings.js'

/** What each finding says in English, and what to do about it. */
export const SENTENCES_EN: Sentences = {
  AMOUNT_AMBIGUOUS: [
    'This amount can be read in two ways: its point or comma may separate thousands or cents.',
    'Say how amounts are written: --decimals comma for 1.234,56 or --decimals dot for 1,234.56.',
  ],
  AMOUNT_UNREADABLE: [
    'This is no amount in euros with at most two digits for the cents.',
    'Write the amount as 1234,56 with no other text in the cell.',
  ],
  CELL_ERROR: [
    'This cell holds an error of the spreadsheet.',
    'Repair the formula or fill in the value.',
  ],
  CELL_MISSING: ['This cell is empty, but it must be filled in.', 'Fill in the cell.'],
  DATE_AMBIGUOUS: [
    'This date does not show whether the day or the month comes first.',
    'Say which: --dates day-first or --dates month-first, or write the date as 2026-12-31.',
  ],
  DATE_UNREADABLE: [
    'This is no existing date with a year of four digits.',
    'Write the date as 31-12-2026 or as 2026-12-31.',
  ],
  EMAIL_UNREADABLE: ['This is no e-mail address.', 'Correct the address or empty the cell.'],
  FIELD_NOT_OF_KIND: [
    'This does not belong to a withdrawal, which holds no person and no amount.',
    'Empty the cell, or change the kind of notification.',
  ],
  HOUSE_NUMBER_UNREADABLE: [
    'This is no house number of one home, with or without an addition.',
    'Put only the number in this cell and the addition in a column of its own.',
  ],
  ID_REPEATED: [
    'This identifier stands in an earlier row as well.',
    'Give each notification its own, or leave the column out: then the program makes them.',
  ],
  ID_UNREADABLE: [
    'This identifier does not have the right form.',
    'Copy identifiers exactly, as text: a notification has a UUID, a party an OIN of 20 characters.',
  ],
  MUNICIPALITY_UNREADABLE: [
    'This is no municipality that you have a mandate for.',
    'Write the name in full, as the municipality itself does, or the CBS code of four digits.',
  ],
  NUMBER_ROUNDED: [
    'The spreadsheet has rounded this long number.',
    'Format the column as text and fill in the number again.',
  ],
  NUMBER_UNREADABLE: ['This is no whole number.', 'Write digits only.'],
  PHONE_UNREADABLE: [
    'This is no complete telephone number; the spreadsheet may have dropped its first zero.',
    'Format the column as text and write 0612345678 or +31612345678, or empty the cell.',
  ],
  POSTCODE_UNREADABLE: [
    'This is no Dutch postcode.',
    'Write four digits and two letters, as 1234 AB.',
  ],
  ROW_REPEATED: ['This row is equal to an earlier one.', 'Remove the repeated row.'],
  ROW_TOO_LONG: [
    'This row has more cells than there are headings.',
    'Look for a separator inside a value; put such a value between quotes.',
  ],
  TEXT_GARBLED: [
    'The letters in this cell are garbled: the file was once opened in the wrong encoding.',
    'Make the file again from its source.',
  ],
  TEXT_NOT_ALLOWED: [
    'This text is too long or has characters that are not allowed, such as a line break.',
    'Shorten the text or remove the characters.',
  ],
  TRUTH_UNREADABLE: [
    'This must be yes or no.',
    'Write yes or no; a cross does not count as a declaration.',
  ],
  WORD_UNKNOWN: ['This word is not known here.', 'Use a word from the guide for landlords.'],
  DELIVERED_BEFORE: [
    'This notification was delivered this month already, with the same content.',
    'Nothing to do; it is not sent again.',
  ],

  SCHEMA_INVALID: [
    'This value does not have the agreed form.',
    'Compare the cell with the example in the template.',
  ],
  NO_LEGAL_BASIS: [
    'No legal basis allows this kind of fixed cost to be reported to this municipality now.',
    'Remove the row; such arrears may not be reported.',
  ],
  NO_MANDATE: [
    'No agreement covers this creditor, municipality and kind of fixed cost.',
    'Make an agreement with the municipality first, or ask the operator of the hub what there is.',
  ],
  MUNICIPALITY_MISMATCH: [
    'The postcode lies in another municipality.',
    'Correct the municipality or the postcode.',
  ],
  MUNICIPALITY_CHANGED: [
    'The earlier notification was for another municipality.',
    'Withdraw the earlier one and report anew.',
  ],
  UNKNOWN_MUNICIPALITY: [
    'This municipality does not take part.',
    'Check the municipality, or remove the row.',
  ],
  SEALING_KEY_MISSING: [
    'The municipality has no key yet to seal the data for.',
    'Deliver again later, or ask the municipality.',
  ],
  OBJECTION: ['Whoever objects is not reported.', 'Remove the row.'],
  ATTESTATION_MISSING: [
    'It is not declared that everything was done that a report requires.',
    'Do first what must still be done, then fill in when that was.',
  ],
  AMOUNT_BELOW_LEGAL_MINIMUM: ['The arrears are below the legal minimum.', 'Remove the row.'],
  TOO_YOUNG: [
    'The arrears are younger than the legal basis allows.',
    'Report these arrears later.',
  ],
  TOO_OLD: [
    'The arrears are older than the legal basis allows.',
    'Check the due date, or remove the row.',
  ],
  REPORTED_ON_OUT_OF_RANGE: [
    'The day of reporting is not today, or does not lie after the due date.',
    'Leave the column out, or fill in the day of sending.',
  ],
  FORMER_CUSTOMER: ['Arrears of former customers are not reported.', 'Remove the row.'],
  RUNNING_ARRANGEMENT: [
    'While a payment arrangement is kept, arrears are not reported.',
    'Remove the row, or fill in when the arrangement was broken.',
  ],
  LEGAL_PERSON: ['Only arrears of natural persons are reported.', 'Remove the row.'],
  DUPLICATE: [
    'A notification with this identifier was sent before.',
    'Give a new notification a new identifier.',
  ],
  ADDRESS_INVALID: [
    'The address does not have the agreed form.',
    'Check postcode, house number and addition.',
  ],
  SIGNATURE_INVALID: [
    'Whoever signs may not deliver for this creditor.',
    'Check the OIN of the creditor and the folder of certificates that was used.',
  ],
  FIELD_NOT_ALLOWED: ['This may not be sent here.', 'Empty the cell or leave the column out.'],
  NOT_FICTITIOUS: [
    'A sandbox takes invented people only, and this could be somebody.',
    'Use a telephone number +31600…, an e-mail address at .example, or a surname with Verzonnen.',
  ],
  CRISIS_GROUND_MISSING: [
    'A crisis needs its ground, and a ground needs a crisis.',
    'Fill in both, or neither.',
  ],
  PREDECESSOR_REQUIRED: [
    'The identifier of the earlier notification is missing.',
    'Copy it from the report of the earlier delivery.',
  ],
  PREDECESSOR_UNKNOWN: [
    'This creditor sent no notification with that identifier.',
    'Copy it from the report of the earlier delivery.',
  ],
  PREDECESSOR_CLOSED: [
    'The earlier notification was withdrawn or is no longer kept.',
    'Report the arrears as new.',
  ],
  REDELIVERY_NOT_REQUESTED: [
    'The municipality did not ask for this notification again.',
    'Remove the row.',
  ],
  REDELIVERY_MISMATCH: [
    'This is not the same notification as the one that was accepted.',
    'Send it as it was then.',
  ],

  AGE_OVER_100_DAYS: ['The arrears are older than a hundred days.', 'Report earlier in future.'],
  AGE_UNDER_30_DAYS: [
    'The arrears are younger than thirty days.',
    'Check whether the due date is right.',
  ],
  NO_PHONE_OR_EMAIL: [
    'There is no telephone number and no e-mail address.',
    'Fill them in if you have them: the municipality reaches the resident sooner.',
  ],
  END_OF_SUPPLY_WITHOUT_EARLY: [
    'No earlier notification is named with this end of supply.',
    'Name the identifier of the early signal, if there was one.',
  ],
  AMOUNT_NOT_INCREASED: [
    'The arrears have not grown since the notification before.',
    'Check the amount.',
  ],
  REPEAT_NOT_INCREASED: [
    'These arrears of the same customer were reported before and have not grown since.',
    'Report again only what has grown, and name the earlier notification as its predecessor.',
  ],
  TERMINATION_WITHIN_20_WORKING_DAYS: [
    'Supply ends within twenty working days.',
    'Report at least twenty working days ahead in future.',
  ],
  TERMINATION_DATE_MISSING: [
    'The day on which supply ends is missing.',
    'Fill it in when it is known.',
  ],
  MUNICIPALITY_NOT_IN_POSTCODE_TABLE: [
    'The hub could not check whether the postcode lies in this municipality.',
    'Check the municipality yourself.',
  ],
  BUSINESS_NAME_SUSPECTED: [
    'The name looks like that of a business.',
    'Check whether this is a natural person; if not, withdraw the notification.',
  ],
  RIGHTS_REQUEST_OPEN: [
    'The municipality has a request of this person about its data.',
    'Check with the person whether what you report is right.',
  ],
}
