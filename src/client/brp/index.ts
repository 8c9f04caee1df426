export type { AnswerMistake, BrpAdapter, BrpAnswer, BrpQuestion } from './adapter.js'
export { ANSWER_COLUMNS, csvAdapter, REQUEST_COLUMNS } from './csv.js'
export { DEVIATIONS, markOf, type BrpMark, type Deviation } from './deviations.js'
export { questionsOf, type AboutQuestion, type Asked } from './questions.js'
