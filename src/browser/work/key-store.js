// Keys of this browser, in its own database (IndexedDB). They are kept as keys that cannot be
// exported: a page of ours can use them, and no page can read them. Beside them lies what was kept of
// the hub, which is public.

/** @typedef {import('./private-key.js').KeptKey} KeptKey */

const NAME = 'vroegsignaal-keys'
const STORE = 'keys'
const HUB = 'hub'
const CHECKPOINT = 'checkpoint'

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 2)
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) request.result.createObjectStore(STORE, { keyPath: 'id' })
      if (oldVersion < 2) request.result.createObjectStore(HUB)
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Error('the browser keeps no keys'))
  })
}

/**
 * @template Result
 * @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<Result>} work
 * @returns {Promise<Result>}
 */
async function within(mode, work, name = STORE) {
  const database = await open()
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode)
      const request = work(transaction.objectStore(name))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(new Error('the browser did not keep the key'))
    })
  } finally {
    database.close()
  }
}

/** @returns {Promise<KeptKey[]>} */
export function keptKeys() {
  return within('readonly', (store) => store.getAll())
}

/** @param {{ id: string, key: CryptoKey }} key */
export async function keepKey({ id, key }) {
  await within('readwrite', (store) => store.put({ id, key }))
}

/** @param {string} id */
export async function forgetKey(id) {
  await within('readwrite', (store) => store.delete(id))
}

/**
 * What was kept of the hub, as text.
 *
 * @returns {Promise<string | undefined>}
 */
export function keptRecord() {
  return within('readonly', (store) => store.get(HUB), HUB)
}

/** @param {string} text */
export async function keepRecord(text) {
  await within('readwrite', (store) => store.put(text, HUB), HUB)
}

/**
 * The newest checkpoint of the hub's log that was kept, as it was signed.
 *
 * @returns {Promise<string | undefined>}
 */
export function keptCheckpoint() {
  return within('readonly', (store) => store.get(CHECKPOINT), HUB)
}

/** @param {string} note */
export async function keepCheckpoint(note) {
  await within('readwrite', (store) => store.put(note, CHECKPOINT), HUB)
}
