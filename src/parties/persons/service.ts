import { HubError } from '../../kernel/errors.js'
import { findCertificate, findSigningKey, type PartyContext } from '../service.js'

/**
 * Asks, before a step that a second person has to complete, for a certificate that was registered with
 * the person who holds it. A certificate of an organisation names nobody: with its successor, or with
 * one beside it for rotation, one person would be two.
 *
 * @param fingerprint Of the certificate that signed, or with which a person signed in.
 * @throws {HubError} `certificate.not_personal`
 */
export async function assertPersonal(context: PartyContext, fingerprint: string): Promise<void> {
  if (typeof (await findCertificate(context, fingerprint))?.holder === 'string') return
  throw new HubError(
    'certificate.not_personal',
    'This takes two people, and the certificate is registered without the person who holds it.',
  )
}

/**
 * Whether two certificates stand for one person, as far as the hub can tell. They are two people only
 * when each is registered with a holder, the holders differ, and so do the keys. A renewed certificate
 * keeps its holder; without a holder there is nobody to tell apart, so it counts as the same.
 *
 * @param first Fingerprint, as `second`.
 */
export async function isSamePerson(
  context: PartyContext,
  first: string,
  second: string,
): Promise<boolean> {
  const [firstKnown, secondKnown, firstKey, secondKey] = await Promise.all([
    findCertificate(context, first),
    findCertificate(context, second),
    findSigningKey(context, first),
    findSigningKey(context, second),
  ])
  const holders = [firstKnown?.holder, secondKnown?.holder]
  return (
    !holders.every((holder) => typeof holder === 'string') ||
    holders[0] === holders[1] ||
    firstKey === undefined ||
    secondKey?.publicKey.equals(firstKey.publicKey) !== false
  )
}
