export {
  ANSWERS,
  outcomeOf,
  STATES,
  type Agreement,
  type AgreementState,
  type Answer,
  type Side,
} from './agreement.js'
export {
  answerForMunicipality,
  insertAccepted,
  listForOperator,
  offerForCreditor,
  offerInName,
  type OperatorOffer,
} from './operator/service.js'
export {
  answerAgreement,
  ENTITLED,
  listAgreements,
  offerAgreement,
  type AgreementCaller,
  type AgreementView,
  type Offer,
} from './service.js'
