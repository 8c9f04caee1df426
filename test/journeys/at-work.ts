import type { JsonWebKey } from 'node:crypto'
import type { Test } from 'tap'
import { openContact, sealContact } from '../../src/browser/work/assignment.js'
import { importPrivate, newPrivateJwk } from '../../src/browser/work/private-key.js'
import type { PartyId } from '../../src/parties/index.js'
import { enrolPerson, tokenIn, visitorWith } from '../helpers/console.js'
import { municipalParty, type TestHub } from '../helpers/hub.js'
import { enrolWorker, workerAt } from '../helpers/work.js'

/** Somebody at the workbench of a municipality. */
export type AtWork = Awaited<ReturnType<typeof workerAt>>

/** Somebody of the municipality with a duty there, signed in. */
export async function atWork(
  t: Test,
  hub: TestHub,
  code: string,
  duty: 'COORDINATOR' | 'CONSULTANT' | 'VIEWER',
): Promise<AtWork> {
  const holder = `${duty.toLowerCase()}-${code}`
  const person = await enrolWorker(hub, municipalParty(code), holder, { [code]: duty })
  return workerAt(t, hub, person, code)
}

/** Managers see counts; names are for who visits, with a key that the hub does not have. */
export async function rolesApart(t: Test, hub: TestHub, code: string, caseId: string) {
  const consultant = await atWork(t, hub, code, 'CONSULTANT')
  const viewer = await atWork(t, hub, code, 'VIEWER')
  const wish = (who: AtWork) => ({ token: who.token, month: '2026-08', cases: caseId })
  const sealed = await consultant.submit('/console/work/sealed', wish(consultant))
  t.match(sealed, { status: 200, text: /"jwe"/ }, 'sealed, for a key of the municipality')
  t.equal((await viewer.submit('/console/work/sealed', wish(viewer))).status, 403)
  for (const path of ['cases', `cases/2026-08/${caseId}`, 'urgent']) {
    t.equal((await viewer.get(`/console/work/${path}`)).status, 403, path)
  }
  const numbers = await viewer.get('/console/work/numbers')
  t.equal(numbers.status, 200)
  for (const { text } of [numbers, sealed, await consultant.get('/console/work/cases')]) {
    t.notMatch(text, /Verzonnen|Fictielaan/)
  }
}

/** What somebody reads on the page of numbers: the cells of each row, in the order of the page. */
export async function numbersRead(who: AtWork, query = 'month=2026-08'): Promise<string[][]> {
  const { status, text } = await who.get(`/console/work/numbers?${query}`)
  if (status !== 200) throw new Error(`no numbers: ${status}`)
  const cells = (row: string) =>
    [...row.matchAll(/<t[hd][^>]*>([^]*?)<\/t[hd]>/g)].map(([, cell]) =>
      cell!
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
  return [...text.matchAll(/<tr[^>]*>([^]*?)<\/tr>/g)].map(([, row]) => cells(row!))
}

/** An organisation that visits: its person, and the key that only it has. */
export interface Executor {
  readonly party: PartyId
  /** Assigns a case to it, as the coordinator's browser does. */
  assign(caseId: string): Promise<number>
  /** What it was given, opened with its own key; pages as it sees them beside that. */
  look(): Promise<{ readonly given: readonly object[]; readonly pages: readonly string[] }>
}

const contact = (caseId: string) => ({
  name: 'V. Verzonnen',
  address: [`Fictielaan ${caseId.slice(0, 4)}`],
  phone: ['+31600000000'],
  email: [],
})

/** Admits an organisation as executor of a municipality, with a key it made itself. */
export async function executorAt(
  t: Test,
  hub: TestHub,
  code: string,
  coordinator: AtWork,
  party: PartyId,
): Promise<Executor> {
  const credential = await enrolPerson(hub, party, `visits-${party}`)
  const person = await visitorWith(t, hub, credential)
  await person.submit('/console/sign-in')
  const token = tokenIn((await person.get('/console/work/executor-key')).text)
  const jwk = (await newPrivateJwk()) as JsonWebKey & { kid: string }
  const own = await importPrivate(jwk)
  await person.submit('/console/work/executor-key', { token, x: jwk.x!, y: jwk.y! })
  const admission = { token: coordinator.token, executor: party, keyId: jwk.kid }
  const admitted = await coordinator.submit('/console/work/executors', admission)
  if (admitted.status !== 303) throw new Error(`not admitted: ${admitted.status}`)
  await person.submit('/console/work/choose', { token, municipality: code })
  return {
    party,
    async assign(caseId) {
      const jwe = await sealContact(jwk as never, jwk.kid, caseId, contact(caseId))
      const fields = { token: coordinator.token, executor: party, keyId: jwk.kid, jwe }
      const page = `/console/work/cases/2026-08/${caseId}/assignment`
      return (await coordinator.submit(page, fields)).status
    },
    async look() {
      const { text } = await person.submit('/console/work/assigned/sealed', { token })
      const { assigned } = JSON.parse(text) as {
        assigned: { assignmentId: string; caseId: string; jwe: string }[]
      }
      const given = await Promise.all(
        assigned.map(async ({ caseId, jwe }) => ({
          caseId,
          contact: await openContact(own.key, jwe, caseId),
        })),
      )
      const list = await person.get('/console/work/assigned')
      const pages = await Promise.all(
        assigned.map(({ assignmentId }) => person.get(`/console/work/assigned/${assignmentId}`)),
      )
      // The head of a page names who is signed in, by her own organisation.
      const shown = [list, ...pages].map((page) => page.text.slice(page.text.indexOf('<main')))
      return { given, pages: shown }
    },
  }
}

/** Each executor holds the case that it was given, and nothing of anybody else's. */
export async function eachItsOwn(
  t: Test,
  pairs: readonly (readonly [Executor, string])[],
): Promise<void> {
  for (const [executor, caseId] of pairs) t.equal(await executor.assign(caseId), 303)
  for (const [executor, caseId] of pairs) {
    const { given, pages } = await executor.look()
    t.strictSame(given, [{ caseId, contact: contact(caseId) }])
    for (const text of pages) {
      for (const [, other] of pairs) {
        if (other !== caseId) t.notMatch(text, other.slice(0, 8), 'no case of another')
      }
      t.notMatch(text, /€|Zayaz|Ymere|Vitens|Brabant Water|drinkwater|huur/)
    }
  }
}
