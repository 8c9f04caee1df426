// Keys of this browser, in its own database (IndexedDB). They are kept as keys that cannot be
// exported: a page of ours can use them, and no page can read them.

/** @typedef {import('./private-key.js').KeptKey} KeptKey */

const NAME = 'vroegsignaal-keys'
const STORE = 'keys'

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Error('the browser keeps no keys'))
  })
}

/**
 * @template Result
 * @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<Result>} work
 * @returns {Promise<Result>}
 */
async function within(mode, work) {
  const database = await open()
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode)
      const request = work(transaction.objectStore(STORE))
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
