import type { Delivery } from './delivery-plan.js'
import type { SigningKey } from './signing-key.js'

/** What this browser keeps for a party. None of it is sent, and no key can be copied out of it. */
export interface Kept {
  /** The key to sign with. */
  readonly signing?: SigningKey
  /** A key that waits for its certificate. */
  readonly waiting?: CryptoKeyPair
  /** For identifiers of rows that have none. */
  readonly rows?: CryptoKey
}

type Name = keyof Kept

const DATABASE = 'vroegsignaal'
const VERSION = 1

/** A database of the browser, for one party. */
export class BrowserStore {
  readonly #database: IDBDatabase
  readonly #party: string

  private constructor(database: IDBDatabase, party: string) {
    this.#database = database
    this.#party = party
  }

  /** @throws {DOMException} When the browser keeps nothing, as some private windows do. */
  static async open(party: string): Promise<BrowserStore> {
    const request = indexedDB.open(DATABASE, VERSION)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('keys')
      request.result.createObjectStore('deliveries')
    }
    return new BrowserStore(await done(request), party)
  }

  async key<Key extends Name>(name: Key): Promise<Kept[Key]> {
    const read = this.#database.transaction('keys').objectStore('keys')
    return (await done(read.get(`${this.#party} ${name}`))) as Kept[Key]
  }

  async keepKey<Key extends Name>(name: Key, key: NonNullable<Kept[Key]>): Promise<void> {
    await this.#write('keys', (keys) => keys.put(key, `${this.#party} ${name}`))
  }

  async dropKey(name: Name): Promise<void> {
    await this.#write('keys', (keys) => keys.delete(`${this.#party} ${name}`))
  }

  /** Every delivery of the party that this browser knows of, the newest first. */
  async deliveries(): Promise<Delivery[]> {
    const read = this.#database.transaction('deliveries').objectStore('deliveries')
    const range = IDBKeyRange.bound(`${this.#party} `, `${this.#party} \uffff`)
    const all = (await done(read.getAll(range))) as Delivery[]
    return all.sort((left, right) => (left.begunAt < right.begunAt ? 1 : -1))
  }

  /** Keeps a delivery durably before it is gone on with. */
  async keep(delivery: Delivery): Promise<void> {
    await this.#write('deliveries', (all) => all.put(delivery, `${this.#party} ${delivery.id}`))
  }

  async drop({ id }: Delivery): Promise<void> {
    await this.#write('deliveries', (all) => all.delete(`${this.#party} ${id}`))
  }

  async #write(name: string, work: (store: IDBObjectStore) => IDBRequest): Promise<void> {
    const transaction = this.#database.transaction(name, 'readwrite', { durability: 'strict' })
    work(transaction.objectStore(name))
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
  }
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
