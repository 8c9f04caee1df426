export { answerPause, type PauseAnswer } from './answering/service.js'
export { askPause, withdrawPause, type PauseAsk, type PauseWithdrawal } from './asking/service.js'
export {
  ANSWER_DAYS,
  MOST_PAUSE_MONTHS,
  PAUSE_MONTHS,
  PAUSE_REFUSALS,
  type PauseEnd,
  type PauseRefusal,
  type PauseStatus,
} from './pause.js'
export { creditorsServed, listAskedPauses, listPauses } from './reading/service.js'
export { selectOfCase as selectPausesOfCase } from './store.js'
export { pauseView } from './view.js'
