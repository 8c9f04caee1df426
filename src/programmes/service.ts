import type { Day } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import { registerAgency, registerMandates } from '../mandates/index.js'
import { readTriageProfile, type MunicipalityCode } from '../parties/index.js'
import {
  change,
  consult,
  registerParty,
  type Operator,
  type RegistryContext,
} from '../registry/index.js'
import { agenciesOf, idOf, mandatesOf, organisationsOf, type PartyIds } from './plan.js'
import { organisationOf } from './organisations.js'
import type { Programme } from './programme.js'
import * as store from './store.js'

/** What loading a programme brought. */
export interface LoadedProgramme {
  readonly id: string
  readonly parties: number
  /** Mandates that were added now. */
  readonly mandates: number
}

/**
 * Registers a programme with everything it needs: parties and municipalities, mandates, agencies and
 * triage profiles. Loading it again adds what is missing and changes back nothing.
 *
 * Certificates are not part of it: they belong to the parties.
 *
 * @param ids Party ids where the sandbox's are not meant; outside a sandbox all must be given.
 * @throws {HubError} As `registerParty`.
 */
export async function loadProgramme(
  context: RegistryContext,
  operator: Operator,
  programme: Programme,
  ids: PartyIds = {},
): Promise<LoadedProgramme> {
  const organisations = organisationsOf(programme)
  for (const organisation of organisations) {
    await registerParty(context, operator, {
      id: idOf(organisation, ids),
      name: organisation.name,
      roles: organisation.roles.map((role) => ({ role, municipality: null, controller: '' })),
    })
  }
  for (const municipality of programme.municipalities) {
    const { code, name } = municipality
    await registerParty(context, operator, {
      id: idOf(municipality, ids),
      name,
      roles: [{ role: 'municipality', municipality: code, controller: '' }],
    })
  }
  for (const agency of agenciesOf(programme, ids)) {
    const isKnown = await consult(context, 'agency', (tx) => store.hasAgency(tx, agency))
    if (!isKnown) await registerAgency(context, operator, agency)
  }
  const mandates = await registerMandates(context, operator, mandatesOf(programme, ids))
  await writeProgramme(context, operator, programme, ids)
  const parties = organisations.length + programme.municipalities.length
  return { id: programme.id, parties, mandates }
}

async function writeProgramme(
  context: RegistryContext,
  operator: Operator,
  programme: Programme,
  ids: PartyIds,
): Promise<void> {
  const { id, name, municipalities, validFrom, validUntil } = programme
  const participants = programme.participants.map(({ organisation, part }) => {
    const found = organisationOf(organisation)
    return { party: idOf(found, ids) as string, name: found.name, part: part as string }
  })
  await change(context, operator, 'registerProgramme', async (tx) => {
    const codes = municipalities.map(({ code }) => code)
    const row = { id, name, municipalities: codes, validFrom, validUntil, participants }
    await store.upsertProgramme(tx, row)
    for (const { code, triage } of municipalities) {
      await store.insertTriageProfile(tx, code, triage, validFrom, context.clock.now())
    }
    return { result: undefined, objects: { programme: id, municipalities: codes } }
  })
}

/**
 * Registers how a municipality weighs its cases from a day on, under the next version.
 *
 * @param input A profile as somebody wrote it; its own version does not matter.
 * @returns The version it got.
 * @throws {HubError} `registry.invalid` with every mistake.
 */
export async function registerTriageProfile(
  context: RegistryContext,
  operator: Operator,
  municipality: MunicipalityCode,
  input: unknown,
  validFrom: Day,
): Promise<number> {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input)
  const read = readTriageProfile(isObject ? { ...input, version: 1 } : input)
  if ('mistakes' in read) {
    throw new HubError('registry.invalid', `Not a triage profile: ${read.mistakes.join('; ')}.`)
  }
  return change(context, operator, 'registerTriageProfile', async (tx) => {
    const version = 1 + (await store.selectTriageVersion(tx, municipality))
    const profile = { ...read.profile, version }
    const now = context.clock.now()
    if (!(await store.insertTriageProfile(tx, municipality, profile, validFrom, now))) {
      throw new HubError('registry.conflict', 'Somebody else registered a profile just now.')
    }
    return { result: version, objects: { municipality, version, validFrom } }
  })
}
