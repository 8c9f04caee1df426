import type { Test } from 'tap'
import type { PartyId } from '../../src/parties/index.js'
import type { Answer, Calling } from '../helpers/hub.js'
import type { PopulatedHub } from '../helpers/populated-hub.js'
import type { Wish } from './wishes.js'

/** How an operation is put to the test. */
export interface OperationCase {
  /** For whom the request is, with whatever it needs to be made first. */
  readonly rightful: PartyId
  /** Who of the party; the one with its usual certificates unless told. */
  readonly caller?: (hub: PopulatedHub) => Promise<Calling>
  readonly wish: (hub: PopulatedHub) => Wish | Promise<Wish>
  /** What the rightful party gets. */
  readonly status: number
  /** Another party in the same role. */
  readonly other: PartyId
  /** What the other gets for the very same wish. */
  readonly refused: { readonly status: number; readonly body: object }
  /** More that another may try, and must not get anywhere with. */
  readonly alsoTried?: (t: Test, hub: PopulatedHub, other: Calling) => Promise<Answer[]>
  /** What of that the hub repeats to whoever sent it. */
  readonly echoed?: readonly string[]
}
