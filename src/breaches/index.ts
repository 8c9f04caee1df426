export { BREACH_CONTENT, type BreachPackage, type BreachQuestion } from './breach.js'
export { findBreach, findBreachAsOfficer, sealPackages } from './service.js'
export type { BreachContext, BreachFound, SealedPackage } from './service.js'
