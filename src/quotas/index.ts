export { QUOTA_OF, type LimitedOperation, type Quotas } from './quota.js'
export { takeQuota, type QuotaContext } from './service.js'
export { ENUMERATION_RULES, type EnumerationRule } from './enumeration.js'
export {
  forgetLookups,
  noteLookup,
  tellAlarm,
  type Alarm,
  type AlarmContext,
  type LookedUp,
} from './lookups/service.js'
