export { daysUntil, stepOf, STEPS, type Expiry, type ExpiryKind, type Step } from './expiry.js'
export { listExpiries, observeExpiries, sealingKeyExpiries } from './service.js'
