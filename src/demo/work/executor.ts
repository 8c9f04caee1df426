import { openContact, sealContact } from '../../browser/work/assignment.js'
import { contactOf } from '../../browser/work/contact.js'
import { importPrivate, newPrivateJwk } from '../../browser/work/private-key.js'
import type { OpenedCase } from '../../client/index.js'
import type { components } from '../../generated/openapi.js'
import type { PartyId } from '../../parties/index.js'
import type { Setting } from '../setting.js'
import { enrolPerson, type Person } from './person.js'

type Attempt = components['schemas']['ContactAttempt']

/** What a visitor was given, as her own key opened it. */
export interface Given {
  readonly assignmentId: string
  readonly caseId: string
  readonly address: readonly string[]
}

/**
 * An organisation that visits for municipalities: somebody with a certificate, and a key that never
 * leaves her.
 */
export class Executor {
  readonly name: string
  readonly party: PartyId
  readonly #person: Person
  #jwk: Awaited<ReturnType<typeof newPrivateJwk>> | undefined

  constructor(name: string, person: Person) {
    this.name = name
    this.party = person.party
    this.#person = person
  }

  static async enrol(setting: Setting, key: string, party: PartyId, name: string) {
    return new Executor(name, await enrolPerson(setting, party, `visits-${key}`))
  }

  /** Makes a key and offers its public half to the hub. @returns The name of the key. */
  async offerKey(): Promise<string> {
    this.#jwk = await newPrivateJwk()
    await this.#person.begin()
    const { x = '', y = '' } = this.#jwk
    accepted(await this.#person.submit('/console/work/executor-key', { x, y }))
    return this.#jwk.kid
  }

  /**
   * Puts a case in its hands, as the browser of the municipality's coordinator does: who and where are
   * sealed there for the executor, without creditors and amounts.
   */
  async receive(coordinator: Person, month: string, found: OpenedCase): Promise<void> {
    const { x = '', y = '', kid: keyId } = this.#jwk!
    const identities = found.notifications.flatMap(({ identity }) => identity ?? [])
    const contact = contactOf(identities as unknown as Parameters<typeof contactOf>[0])
    const jwe = await sealContact({ kty: 'EC', crv: 'P-256', x, y }, keyId, found.caseId, contact)
    const place = `/console/work/cases/${month}/${found.caseId}/assignment`
    accepted(await coordinator.submit(place, { executor: this.party, keyId, jwe }))
  }

  /** Looks at what a municipality gave it, and opens that with its own key. */
  async look(municipality: string): Promise<readonly Given[]> {
    await this.#person.begin(municipality)
    const { key } = await importPrivate(this.#jwk!)
    const { text } = await this.#person.submit('/console/work/assigned/sealed')
    const { assigned } = JSON.parse(text) as {
      assigned: readonly { assignmentId: string; caseId: string; jwe: string }[]
    }
    return Promise.all(
      assigned.map(async ({ assignmentId, caseId, jwe }) => {
        const contact = await openContact(key, jwe, caseId)
        if (contact === undefined) throw new Error('what was assigned could not be opened')
        return { assignmentId, caseId, address: contact.address }
      }),
    )
  }

  /** Tells what came of a visit; for the municipality that {@link look} was about. */
  async report({ assignmentId }: Given, { kind, on, partOfDay, reached }: Attempt): Promise<void> {
    const fields = { kind, on, part: partOfDay ?? '', reached: reached ? 'yes' : 'no' }
    accepted(await this.#person.submit(`/console/work/assigned/${assignmentId}`, fields))
  }

  /** Goes home. */
  leave(): void {
    this.#person.leave()
  }
}

/** @throws {Error} When a form was not taken: then the demonstration has failed. */
export function accepted({ status }: { readonly status: number }): void {
  if (status !== 303) throw new Error(`the workbench did not take a form: ${status}`)
}
