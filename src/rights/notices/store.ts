import { plainArray, textArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { NoticeAction } from '../notice.js'
import { standingKey, type Named, type Standing } from '../standing.js'

/**
 * How notifications stand at their municipality beside one request.
 *
 * @param request The one that is left out; `null` for one that is not there yet.
 */
export async function selectStanding(
  tx: Tx,
  municipality: string,
  request: string | null,
  notifications: readonly Named[],
): Promise<Standing> {
  const asked = [
    municipality,
    textArray(notifications.map(({ creditor }) => creditor)),
    plainArray(notifications.map(({ notificationId }) => notificationId)),
  ]
  // What a request for erasure reached is gone, also when that request is lifted, and this one too.
  const stopped = await bulk<Named>(
    tx,
    `SELECT DISTINCT ${NAME} FROM ${REACHED} JOIN rights_request r ON r.request = h.request
      WHERE r.kind = 'ERASURE'
         OR h.request IS DISTINCT FROM $4::uuid AND h.lifted_at IS NULL AND h.withheld IS NOT NULL`,
    [...asked, request],
  )
  const disputed = await bulk<Named>(
    tx,
    `SELECT DISTINCT ${NAME} FROM ${REACHED} JOIN rights_request r ON r.request = h.request
      WHERE h.request IS DISTINCT FROM $4::uuid AND h.lifted_at IS NULL AND h.withheld IS NULL
        AND (r.effects ->> 'tellsMunicipality')::boolean`,
    [...asked, request],
  )
  const told = await bulk<Named & { action: NoticeAction }>(
    tx,
    `WITH said AS (
       SELECT n.seq, n.statement::jsonb AS statement FROM rights_notice n
        WHERE n.request IN (SELECT h.request FROM ${REACHED}))
     SELECT DISTINCT ON (t ->> 'creditorId', t ->> 'notificationId')
            t ->> 'creditorId' AS creditor, t ->> 'notificationId' AS "notificationId",
            said.statement ->> 'action' AS action
       FROM said, jsonb_array_elements(said.statement -> 'notifications') t
      ORDER BY t ->> 'creditorId', t ->> 'notificationId', said.seq DESC`,
    asked,
  )
  return {
    stopped: new Set(stopped.map(standingKey)),
    disputed: new Set(disputed.map(standingKey)),
    told: new Map(told.map((row) => [standingKey(row), row.action])),
  }
}

const NAME = 'h.creditor, h.notification_id AS "notificationId"'

/** Which requests reach the notifications that are asked for. */
const REACHED = `unnest($2::text[], $3::uuid[]) AS a (creditor, notification_id)
  JOIN rights_hold h ON h.municipality = $1 AND h.creditor = a.creditor
   AND h.notification_id = a.notification_id`
