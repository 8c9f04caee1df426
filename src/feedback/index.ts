export { FEEDBACK_ITEMS, listFeedback } from './service.js'
