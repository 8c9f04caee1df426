import { ALMERE, STROOM } from '../helpers/hub.js'
import { report } from '../notifications/build.js'

/** What an officer fills in about the resident. */
export const ABOUT = {
  municipality: ALMERE,
  initials: 'V.',
  prefix: 'van',
  surname: 'Verzonnen1',
  postcode: '1315ZZ',
  houseNumber: '1',
  reason: 'Dossier 2026-31',
}

/** The same person in a notification, and where that person lives. */
export const SAME = { person: { initials: 'V.', prefix: 'van', surname: 'Verzonnen1' } }
export const AT_ONE = { address: { postcode: '1315ZZ', houseNumber: 1 } }

/** From another creditor. */
export const WATER = { creditorId: STROOM, sector: 'WATER' }

/** Reported a month later. */
export const SEPTEMBER = {
  oldestDueOn: '2026-07-01',
  reportedOn: '2026-09-02',
  attestations: {
    ...report(1)['attestations'],
    personalContactOn: '2026-08-10',
    pointedToDebtHelpOn: '2026-08-10',
    offeredToShareOn: '2026-08-17',
  },
}
