import { randomId } from '../../kernel/identifiers.js'
import type { CaseGroup } from '../case.js'
import { frameCases } from '../frames.js'
import { signatureCases } from '../signatures.js'
import type { SignedTarget } from '../signed-target.js'
import { AGREEMENTS } from './agreements.js'
import { CHANGES } from './changes.js'
import { ITEMS } from './items.js'
import { READING } from './reading.js'
import { REPEATS } from './repeats.js'
import { REQUESTS } from './requests.js'
import { ROTATION } from './rotation.js'
import { goodItem, type CreditorSubject } from './subject.js'

/** A trial stores nothing, so everything that may be wrong is tried on it. */
const TRIAL: SignedTarget<CreditorSubject> = {
  path: '/notification-batches/_validate',
  operation: 'validateNotificationBatch',
  fields: (subject) => ({ batchId: randomId(), notifications: [goodItem(subject)] }),
  accepted: 200,
}

/** What a hub must do for creditors and agents. Rotation comes last: it takes a key away. */
export const CREDITOR_CASES: readonly CaseGroup<CreditorSubject>[] = [
  signatureCases(TRIAL),
  frameCases(TRIAL),
  REQUESTS,
  ITEMS,
  CHANGES,
  REPEATS,
  READING,
  AGREEMENTS,
  ROTATION,
]
