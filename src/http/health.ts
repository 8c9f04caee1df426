import type { FastifyInstance } from 'fastify'

/** One thing that must be in order before requests are sent here. */
export interface ReadinessCheck {
  readonly name: string
  /** `false`, or an error, means not ready; why is for the operator's log, not for strangers. */
  readonly isReady: () => Promise<boolean>
}

/** How long one check may take. */
const MOST_MS = 3000

/** Liveness (the process answers) and readiness (everything it needs is in order). */
export function registerHealth(app: FastifyInstance, checks: readonly ReadinessCheck[]): void {
  app.get('/health/live', async () => ({ status: 'live' }))
  app.get('/health/ready', async (_request, reply) => {
    const results = await Promise.all(
      checks.map(async ({ name, isReady }) => [name, await inTime(isReady)] as const),
    )
    const ready = results.every(([, ok]) => ok)
    return reply
      .code(ready ? 200 : 503)
      .send({ status: ready ? 'ready' : 'not ready', checks: Object.fromEntries(results) })
  })
}

async function inTime(isReady: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), MOST_MS)
  })
  try {
    return await Promise.race([isReady(), late])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
