import { randomId } from '../../kernel/identifiers.js'
import type { CaseGroup } from '../case.js'
import { frameCases } from '../frames.js'
import { signatureCases } from '../signatures.js'
import type { SignedTarget } from '../signed-target.js'
import { FEEDS } from './feeds.js'
import { KEY_CASES } from './keys.js'
import { RECEIPTS } from './receipts.js'
import type { MunicipalitySubject } from './subject.js'

/** The acknowledgement of what is not in the lane changes nothing, so it serves to try signatures on. */
const ACKNOWLEDGEMENT: SignedTarget<MunicipalitySubject> = {
  path: '/feeds/urgent/_acknowledge',
  operation: 'acknowledgeUrgentFeed',
  fields: () => ({ acknowledgementId: randomId(), urgentIds: [randomId()] }),
  accepted: 404,
}

/** What a hub must do for municipalities. Keys come before acknowledgements: those start the purge. */
export const MUNICIPALITY_CASES: readonly CaseGroup<MunicipalitySubject>[] = [
  signatureCases(ACKNOWLEDGEMENT),
  frameCases(ACKNOWLEDGEMENT),
  FEEDS,
  KEY_CASES,
  RECEIPTS,
]
