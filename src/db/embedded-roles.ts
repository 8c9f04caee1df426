import { bulk } from './bulk.js'
import { openDatabase, type Tx } from './client.js'
import type { Passwords } from './embedded-home.js'
import { HUB_LOGIN, OWNER } from './roles.js'
import { scramVerifier } from './scram.js'
import { inTransaction } from './transaction.js'

/** How to reach an embedded server, each as another role. */
export interface ServerUrls {
  /** For the running hub. */
  readonly hubUrl: string
  /** For migrations: the owner of every object. */
  readonly ownerUrl: string
  /** For what only the server's own administrator may do. */
  readonly superuserUrl: string
}

const DATABASE = 'vroegsignaal'

/** The three addresses of the database on a port of this machine. */
export function urlsFor(passwords: Passwords, port: number, database = DATABASE): ServerUrls {
  const url = (user: string, password: string) =>
    `postgres://${user}:${password}@127.0.0.1:${port}/${database}`
  return {
    hubUrl: url(HUB_LOGIN, passwords.hub),
    ownerUrl: url(OWNER, passwords.owner),
    superuserUrl: url('postgres', passwords.superuser),
  }
}

/** The data folder of the server on a port, or `undefined` when it does not answer as ours. */
export async function servedFolder(
  passwords: Passwords,
  port: number,
): Promise<string | undefined> {
  try {
    const rows = await asSuperuser(passwords, port, 'postgres', (tx) =>
      bulk<{ folder: string }>(tx, `SELECT current_setting('data_directory') AS folder`),
    )
    return rows[0]?.folder
  } catch {
    return undefined
  }
}

/** Makes the two login roles and the database, as far as they are not there. */
export async function provision(passwords: Passwords, port: number): Promise<void> {
  const exists = await asSuperuser(passwords, port, 'postgres', async (tx) => {
    await ensureLogin(tx, OWNER, 'CREATEROLE INHERIT', passwords.owner)
    await ensureLogin(tx, HUB_LOGIN, 'NOCREATEROLE NOINHERIT', passwords.hub)
    return bulk(tx, 'SELECT FROM pg_database WHERE datname = $1', [DATABASE])
  })
  if (exists.length > 0) return
  const admin = openDatabase(urlsFor(passwords, port, 'postgres').superuserUrl, { poolSize: 1 })
  try {
    await admin.alone(`CREATE DATABASE ${DATABASE} OWNER ${OWNER} TEMPLATE template0`)
    await admin.alone(`REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC`)
    await admin.alone(`GRANT CONNECT ON DATABASE ${DATABASE} TO ${HUB_LOGIN}`)
  } finally {
    await admin.close()
  }
}

async function ensureLogin(tx: Tx, role: string, rights: string, password: string): Promise<void> {
  const found = await bulk(tx, 'SELECT FROM pg_roles WHERE rolname = $1', [role])
  if (found.length > 0) return
  const attributes = `LOGIN NOSUPERUSER NOCREATEDB NOREPLICATION NOBYPASSRLS ${rights}`
  await bulk(tx, `CREATE ROLE ${role} ${attributes} PASSWORD '${scramVerifier(password)}'`)
}

async function asSuperuser<Result>(
  passwords: Passwords,
  port: number,
  database: string,
  body: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const url = urlsFor(passwords, port, database).superuserUrl
  const db = openDatabase(url, { poolSize: 1 })
  try {
    return await inTransaction(db, 'embedded.provision', { role: 'login' }, body)
  } finally {
    await db.close()
  }
}
