import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { ServerOptions } from 'node:https'
import { ACTIVITIES, readLogFile, recordDenial } from './access-log/index.js'
import { showRefusal } from './console/refusal.js'
import { joinPages } from './console/joining.js'
import { consoleRoutes } from './console/routes.js'
import { agreementRoutes } from './agreements/routes.js'
import { collectionPauseRoutes } from './collection-pauses/routes.js'
import type { Context } from './context.js'
import { jwkSetOf } from './crypto/hub-keys.js'
import { enrolmentRoutes } from './enrolment/routes.js'
import { renewalRoutes } from './enrolment/renewal/routes.js'
import { expiryRoutes } from './expiry/routes.js'
import { feedbackRoutes } from './feedback/routes.js'
import { feedRoutes } from './feeds/routes.js'
import { createDataListener, type EdgeOptions, type Gate } from './http/edge.js'
import { registerHealth, type ReadinessCheck } from './http/health.js'
import { registerReference } from './http/reference.js'
import { createListener } from './http/server.js'
import { logReviewRoutes } from './log-review/routes.js'
import { notificationRoutes } from './notifications/routes.js'
import { outcomeRoutes } from './outcomes/routes.js'
import { findCertificate, findSigningKey } from './parties/index.js'
import { partyRoutes } from './parties/routes.js'
import { publishedPeriods } from './publication/index.js'
import { referenceRoutes } from './reference/routes.js'
import { qualityRoutes } from './quality/routes.js'
import { statisticsPages } from './reference/statistics/routes.js'
import type { SigningLists } from './registry/index.js'
import { reviewRoutes } from './reviews/routes.js'
import { rightsRoutes } from './rights/routes.js'
import { sealingKeyRoutes } from './sealing-keys/routes.js'
import { statisticsRoutes } from './statistics/routes.js'
import { transferRoutes } from './transfers/routes.js'
import { triageRoutes } from './triage/routes.js'
import { assignmentRoutes } from './workbench/routes.js'

/** Routes of one feature. */
type FeatureRoutes = FastifyPluginAsync<{ context: Context }>

/** Every feature with routes, in the order of the contract, and the console. */
const FEATURES: readonly FeatureRoutes[] = [
  notificationRoutes,
  partyRoutes,
  agreementRoutes,
  expiryRoutes,
  renewalRoutes,
  sealingKeyRoutes,
  logReviewRoutes,
  rightsRoutes,
  reviewRoutes,
  feedRoutes,
  outcomeRoutes,
  feedbackRoutes,
  collectionPauseRoutes,
  qualityRoutes,
  statisticsRoutes,
  transferRoutes,
  triageRoutes,
  assignmentRoutes,
  consoleRoutes,
]

/** Bodies that the public listener takes: none, so a small bound will do. */
const PUBLIC_BODY_BYTES = 1024

/** What the data listener is made with, beside the context. */
export interface DataAppOptions extends EdgeOptions {
  /** Who is known and what is denied; the register and the log of the hub unless told. */
  readonly gate?: Gate
  /** What revocation lists say of certificates that sign; nothing is asked of them when left out. */
  readonly signing?: Pick<SigningLists, 'refuses'>
  /** Routes; those of every feature unless told. */
  readonly features?: readonly FeatureRoutes[]
}

/** The data listener with all its routes; it does not listen yet. */
export function buildDataApp(context: Context, options: DataAppOptions = {}): FastifyInstance {
  const { signing, gate = gateOf(context, signing), features = FEATURES, ...edge } = options
  const app = createDataListener(context, gate, { showRefusal, ...edge })
  for (const routes of features) void app.register(routes, { context })
  return app
}

/** What the public listener is made with, beside the context. */
export interface PublicAppOptions {
  readonly https?: ServerOptions | undefined
  /** Address of the data listener as the contract shows it, with /v1. */
  readonly dataUrl?: string
  /** Requests about applications from one address; 20 unless told. */
  readonly applicationsPerMinute?: number | undefined
  /** What must be in order before requests are sent here. */
  readonly readiness: readonly ReadinessCheck[]
}

/** The public listener with all its routes; it does not listen yet. */
export function buildPublicApp(context: Context, options: PublicAppOptions): FastifyInstance {
  const app = createListener(context, { https: options.https, bodyLimitBytes: PUBLIC_BODY_BYTES })
  app.removeAllContentTypeParsers()
  registerHealth(app, options.readiness)
  void app.register(enrolmentRoutes, { context, perMinute: options.applicationsPerMinute })
  void app.register(joinPages, {
    context,
    dataUrl: options.dataUrl,
    perMinute: options.applicationsPerMinute,
  })
  void app.register(referenceRoutes, { dataUrl: options.dataUrl })
  void app.register(statisticsPages, {
    publications: (period) => publishedPeriods(context, period),
  })
  void app.register(async (scope) =>
    registerReference(scope, {
      ...(options.dataUrl !== undefined && { dataUrl: options.dataUrl }),
      keys: () => ({
        ...jwkSetOf(context.keys),
        hub: context.config.hubId,
        ...(context.config.sandbox && { sandbox: true as const }),
      }),
      activities: ACTIVITIES,
      logFile: (path) => readLogFile(context, path),
    }),
  )
  return app
}

function gateOf(context: Context, signing: DataAppOptions['signing']): Gate {
  return {
    findCertificate: (fingerprint) => findCertificate(context, fingerprint),
    async findSigningKey(reference) {
      const key = await findSigningKey(context, reference)
      if (signing === undefined || key?.purpose !== 'signing') return key
      // What has expired, or was revoked here, is refused by that name.
      if (key.revoked === true || key.validTo! < context.clock.now()) return key
      return { ...key, revoked: await signing.refuses(key.fingerprint) }
    },
    recordDenial: (denial) => recordDenial(context, denial),
  }
}
