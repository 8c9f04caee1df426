import Fastify, { type FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What the hub counts. Labels come from closed lists: operations, codes, names of jobs. */
export interface Metrics {
  readonly registry: Registry
  /** Answers by operation and status, with their time in seconds. */
  readonly requests: Histogram<'operation' | 'status'>
  /** Refusals by code. */
  readonly refusals: Counter<'operation' | 'code'>
  /** Items of batches by outcome. */
  readonly items: Counter<'status'>
  /** Transactions by name and outcome, with their time in seconds. */
  readonly transactions: Histogram<'transaction' | 'outcome'>
  /** Runs of jobs by name and outcome, with their time in seconds. */
  readonly jobs: Histogram<'job' | 'outcome'>
  /** Log entries that wait for their place in the tree. */
  readonly pendingLeaves: Gauge
  readonly witnessedLeaves: Gauge
  /** Days until the first certificate, agreement or sealing key ends that nothing replaces. */
  readonly expiryDays: Gauge<'kind'>
  /** How many end within 30, 14, 7 and 1 days with nothing to take their place. */
  readonly expiring: Gauge<'kind' | 'within'>
  /** Hours until the revocation list of an authority expires; negative when it has. */
  readonly revocationHours: Gauge<'issuer'>
  /** Part of the term of that list that is left: alert below a half. */
  readonly revocationLeft: Gauge<'issuer'>
  /** Alarms that lookups look like enumeration, by operation and rule. */
  readonly enumeration: Counter<'operation' | 'rule'>
  /** Requests of residents that wait for an answer: all, those due within a week, and those too late. */
  readonly rightsRequests: Gauge<'state'>
}

/** Makes the metrics of one process, each process its own. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
  return {
    registry,
    requests: new Histogram({
      name: 'hub_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['operation', 'status'],
      buckets,
      registers,
    }),
    refusals: new Counter({
      name: 'hub_refusals_total',
      help: 'Requests refused, by code',
      labelNames: ['operation', 'code'],
      registers,
    }),
    items: new Counter({
      name: 'hub_items_total',
      help: 'Notifications by outcome',
      labelNames: ['status'],
      registers,
    }),
    transactions: new Histogram({
      name: 'hub_transaction_seconds',
      help: 'Time of a database transaction with its repeats',
      labelNames: ['transaction', 'outcome'],
      buckets,
      registers,
    }),
    jobs: new Histogram({
      name: 'hub_job_seconds',
      help: 'Time of a run of a job',
      labelNames: ['job', 'outcome'],
      buckets,
      registers,
    }),
    pendingLeaves: new Gauge({
      name: 'hub_log_pending_leaves',
      help: 'Log entries without a place in the tree',
      registers,
    }),
    witnessedLeaves: new Gauge({
      name: 'hub_log_witnessed_leaves',
      help: 'Size of the newest checkpoint that enough witnesses have signed',
      registers,
    }),
    expiryDays: new Gauge({
      name: 'hub_expiry_days',
      help: 'Days until the first of a kind ends that nothing replaces',
      labelNames: ['kind'],
      registers,
    }),
    expiring: new Gauge({
      name: 'hub_expiring',
      help: 'How many end within so many days with nothing to take their place',
      labelNames: ['kind', 'within'],
      registers,
    }),
    revocationHours: new Gauge({
      name: 'hub_revocation_hours',
      help: 'Hours until the revocation list of an authority expires; negative when it has',
      labelNames: ['issuer'],
      registers,
    }),
    revocationLeft: new Gauge({
      name: 'hub_revocation_left',
      help: 'Part of the term of the revocation list of an authority that is left, 1 to 0',
      labelNames: ['issuer'],
      registers,
    }),
    enumeration: new Counter({
      name: 'hub_enumeration_alarms_total',
      help: 'Alarms that lookups look like enumeration',
      labelNames: ['operation', 'rule'],
      registers,
    }),
    rightsRequests: new Gauge({
      name: 'hub_rights_requests',
      help: 'Requests of residents that wait for an answer: all, nearly late, late',
      labelNames: ['state'],
      registers,
    }),
  }
}

/** The third listener: metrics for Prometheus, without TLS, on loopback unless told. */
export function buildMetricsApp(metrics: Metrics): FastifyInstance {
  const app = Fastify({ logger: false, exposeHeadRoutes: false, requestTimeout: 10_000 })
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
  return app
}
