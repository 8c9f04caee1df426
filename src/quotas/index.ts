export { QUOTA_OF, type LimitedOperation, type Quotas } from './quota.js'
export { takeQuota, type QuotaContext } from './service.js'
