import { pathUnder } from '../../crypto/chain.js'
import { isPathRevoked, revocablePath, type RevocablePath } from '../../crypto/revocation.js'
import { inTransaction } from '../../db/transaction.js'
import type { Clock } from '../../kernel/clock.js'
import { fingerprintHex } from '../../parties/index.js'
import type { RegistryContext } from '../service.js'
import { selectChain } from './store.js'

/** Where signing certificates come from. */
export interface SigningAuthorities {
  /** PEM text. */
  readonly pem: string
  /**
   * Whether a certificate of another authority is refused; a sandbox without settings of its own takes
   * what an operator registered, and looks at the lists of what it issued itself.
   */
  readonly only: boolean
}

/**
 * The revocation lists as they hold for signatures, kept in memory and asked at every signature: what
 * OpenSSL asks of a connection in its handshake. A list that has expired or is missing, at any level,
 * refuses all that its authority issued, for silence must not mean valid.
 */
export class SigningLists {
  readonly #context: Pick<RegistryContext, 'db'>
  readonly #authorities: SigningAuthorities
  readonly #clock: Clock
  #texts: readonly string[] = []
  #paths = new Map<string, RevocablePath | null>()

  /** @param clock The machine's clock, as it is OpenSSL's. */
  constructor(context: Pick<RegistryContext, 'db'>, authorities: SigningAuthorities, clock: Clock) {
    this.#context = context
    this.#authorities = authorities
    this.#clock = clock
  }

  /** Takes up new lists (PEM, one each), from the next signature on. */
  take(texts: readonly string[]): void {
    this.#texts = texts
    this.#paths = new Map()
  }

  /**
   * Whether what a registered certificate signed must not be believed now.
   *
   * @param fingerprint Hex or base64url.
   */
  async refuses(fingerprint: string): Promise<boolean> {
    const paths = this.#paths
    let path = paths.get(fingerprint)
    if (path === undefined) {
      path = await this.#pathOf(fingerprint)
      paths.set(fingerprint, path)
    }
    return path === null ? this.#authorities.only : isPathRevoked(path, this.#clock.now())
  }

  async #pathOf(fingerprint: string): Promise<RevocablePath | null> {
    const texts = this.#texts
    const chain = await inTransaction(
      this.#context.db,
      'registry.chain',
      { role: 'vroegsignaal_edge' },
      (tx) => selectChain(tx, fingerprintHex(fingerprint) ?? ''),
    )
    const path =
      chain === null ? undefined : pathUnder(chain, this.#authorities.pem, this.#clock.now())
    return path === undefined ? null : revocablePath(path, texts)
  }
}
