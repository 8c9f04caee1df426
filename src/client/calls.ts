import type { Client } from 'openapi-fetch'
import type { paths } from '../generated/openapi.js'

/** What one call of the contract is made with. */
export interface Calls {
  readonly client: Client<paths>
  /** The options of a call whose body is these fields, framed and signed for an operation. */
  readonly carry: (
    operation: string,
    fields: Readonly<Record<string, unknown>>,
  ) => {
    readonly body: never
    readonly bodySerializer: () => string
    readonly headers: Readonly<Record<string, string>>
    readonly parseAs: 'text'
  }
}
