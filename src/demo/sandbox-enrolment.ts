import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { trustAnchors } from '../../certs/authority.js'
import { loadAuthority } from '../../certs/folder.js'
import { issueForRequest } from '../../certs/issue.js'
import type { HubIdentity } from '../client/index.js'
import type { Day } from '../kernel/calendar.js'
import { HubError } from '../kernel/errors.js'
import type { Sector } from '../kernel/sector.js'
import { registerMandates } from '../mandates/index.js'
import { isIssuedId, type PartyId } from '../parties/index.js'
import { registerCertificate, registerParty, type RegistryContext } from '../registry/index.js'
import { OPERATOR, writeIdentity } from './enrolment.js'
import { SANDBOX_FILES, SANDBOX_MUNICIPALITY, sandboxValidity } from './sandbox.js'

/** What a creditor of a sandbox may report: every sector with a legal basis of its own. */
const SECTORS: readonly Sector[] = [
  'RENT',
  'WATER',
  'ENERGY_ELECTRICITY',
  'ENERGY_GAS',
  'ENERGY_HEAT',
  'HEALTH_INSURANCE',
]

const FROM = '2021-01-01' as Day

/** Who wants to try the sandbox. */
export interface Newcomer {
  readonly id: PartyId
  readonly name: string
  /** Holds `transport.csr` and `signing.csr`; gets the certificates and what to know of the hub. */
  readonly folder: string
}

/** What a newcomer got. */
export interface Newcome {
  readonly id: PartyId
  readonly municipality: string
  readonly sectors: readonly Sector[]
  readonly identity: HubIdentity
  /** `x5t#S256` of its signing certificate. */
  readonly signingKey: string
}

const PURPOSES = ['transport', 'signing'] as const

/**
 * Does for a newcomer what an authority and an operator do elsewhere, without asking: certifies the
 * keys of its two requests, registers it as a creditor with mandates, and writes the certificates
 * beside the requests, so that the folder is one that the client reads. The keys stay where they are.
 *
 * @throws {HubError} When a request cannot be used, or the id belongs to somebody else here.
 */
export async function enrolNewcomer(
  sandbox: string,
  context: RegistryContext,
  { id, name, folder }: Newcomer,
): Promise<Newcome> {
  const authority = loadAuthority(join(sandbox, 'pki'))
  const subject = { commonName: name, organisation: name }
  const named = isIssuedId(id) ? subject : { ...subject, organisationNumber: id }
  const roles = [{ role: 'creditor', municipality: null, controller: '' }] as const
  await registerParty(context, OPERATOR, { id, name, roles })
  let signingKey = ''
  for (const purpose of PURPOSES) {
    const request = requestIn(folder, purpose)
    const pem = await issueForRequest(authority, purpose, request, named, sandboxValidity()).catch(
      () => {
        throw new HubError('registry.invalid', `${purpose}.csr is not a request that can be used.`)
      },
    )
    const registered = await registerCertificate(context, OPERATOR, { party: id, purpose, pem })
    if (purpose === 'signing') signingKey = registered.keyId
    writeFileSync(join(folder, `${purpose}.pem`), pem + authority.issuing.certificate)
  }
  const municipality = SANDBOX_MUNICIPALITY.code
  const mandates = SECTORS.map((sector) => ({
    agreement: 'sandbox',
    creditor: id,
    municipality,
    sector,
    validFrom: FROM,
    validUntil: null,
    entitledFields: ['creditorName', 'arrearsCents', 'oldestDueOn'],
  }))
  await registerMandates(context, OPERATOR, mandates)
  writeFileSync(join(folder, SANDBOX_FILES.anchors), trustAnchors(authority))
  const identity = JSON.parse(
    readFileSync(join(sandbox, SANDBOX_FILES.identity), 'utf8'),
  ) as HubIdentity
  writeIdentity(folder, identity)
  return { id, municipality, sectors: SECTORS, identity, signingKey }
}

function requestIn(folder: string, purpose: (typeof PURPOSES)[number]): string {
  const path = join(folder, `${purpose}.csr`)
  if (existsSync(path)) return readFileSync(path, 'utf8')
  throw new HubError('registry.invalid', `There is no ${purpose}.csr in ${folder}.`)
}
