export { Chains, fold, lapsesOf, type Foldable, type Folded, type Lapse } from './folding.js'
export {
  hasGrown,
  isSameDebt,
  LOOK_BACK_MONTHS,
  repeatOf,
  repetition,
  type Repeat,
} from './repeat.js'
export {
  byKey,
  byReport,
  compare,
  keyOf,
  predecessorKeyOf,
  type Kind,
  type Named,
  type Reported,
  type WithdrawalReason,
} from './reported.js'
