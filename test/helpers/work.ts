import type { Credential } from '../../certs/issue.js'
import type { MunicipalityCode, PartyId } from '../../src/parties/index.js'
import { fingerprintHex } from '../../src/parties/index.js'
import { grantDuty, type GrantedDutyName } from '../../src/workbench/index.js'
import { enrolPerson, tokenIn, visitorWith, type Visitor } from './console.js'
import type { TestHub } from './hub.js'
import { OPERATOR } from './registry.js'

/** Somebody with a personal certificate of an organisation and a duty at municipalities. */
export async function enrolWorker(
  hub: TestHub,
  party: PartyId,
  holder: string,
  duties: Readonly<Record<string, GrantedDutyName>>,
): Promise<Credential> {
  const credential = await enrolPerson(hub, party, holder)
  for (const [municipality, duty] of Object.entries(duties)) {
    const fingerprint = fingerprintOf(credential)
    await grantDuty(hub.context, OPERATOR, fingerprint, municipality as MunicipalityCode, duty)
  }
  return credential
}

/** The fingerprint of a personal certificate as the register writes it. */
export function fingerprintOf({ fingerprint }: Credential): string {
  return fingerprintHex(fingerprint)!
}

/** Somebody at the workbench, who signed in and chose for which municipality to act. */
export async function workerAt(
  t: { teardown: (done: () => unknown) => void },
  hub: TestHub,
  credential: Credential,
  municipality: string,
): Promise<Visitor & { readonly token: string }> {
  const visitor = await visitorWith(t, hub, credential)
  await visitor.submit('/console/sign-in')
  const token = tokenIn((await visitor.get('/console/work/choose')).text)
  const chosen = await visitor.submit('/console/work/choose', { token, municipality })
  if (chosen.status !== 303) throw new Error(`not at work: ${chosen.status} ${chosen.text}`)
  return { ...visitor, token }
}
