import { HubError } from '../../kernel/errors.js'
import { proveHistory } from '../../log-tree/index.js'
import type { PageRoute } from '../page.js'
import { CASE_DUTIES, workPage } from './work-page.js'

/**
 * That the log of one checkpoint contains that of an earlier one, for the script that kept the earlier:
 * public hashes, here because a page of the workbench asks nobody but its own listener.
 */
const prove = workPage({
  name: 'workHistory',
  method: 'POST',
  path: '/console/work/history',
  duties: CASE_DUTIES,
  async answer({ context, form }) {
    const proof = await proveHistory(context, sizeIn(form.get('first')), sizeIn(form.get('second')))
    if (proof === undefined) {
      throw new HubError('request.malformed', 'The log has no two sizes like these.')
    }
    return { json: JSON.stringify({ proof: proof.map((hash) => hash.toString('hex')) }) }
  },
})

/** What proves that nothing was taken out of the log since somebody looked. */
export const HISTORY_PAGES: readonly PageRoute[] = [prove]

/** A size as a form writes it; 0, which proves nothing, for anything else. */
function sizeIn(text: string | undefined): number {
  return text !== undefined && /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : 0
}
