import { readCertificate, type Certificate } from '../../crypto/certificate.js'
import { isIssuedUnder } from '../../crypto/chain.js'
import { coversDigest } from '../../crypto/jws.js'
import {
  isListSigned,
  isRevoked,
  readRevocationList,
  type RevocationList,
} from '../../crypto/revocation.js'
import type { EvidenceFile, EvidenceFinding } from './file.js'

const PEM = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

/** Who signed the body, and whether its certificate was good for that when the body came. */
export async function aboutSigner(
  file: EvidenceFile,
  digest: Buffer,
  authorities: string | undefined,
): Promise<readonly EvidenceFinding[]> {
  const { signature, certificate, receivedAt, deliverer, revokedAt } = file
  if (signature === null || certificate === null) {
    return [{ what: 'the deliverer signed the body', holds: undefined }]
  }
  const levels = certificatesIn(certificate)
  const leaf = levels?.[0]
  if (levels === undefined || leaf === undefined) {
    return [{ what: 'the certificate can be read', holds: false }]
  }
  const at = new Date(receivedAt)
  const { organisationNumber, validFrom, validTo, publicKey } = leaf
  return [
    { what: 'the deliverer signed the body', holds: coversDigest(signature, digest, publicKey) },
    {
      what: 'the certificate names the deliverer',
      holds: organisationNumber === null ? undefined : String(organisationNumber) === deliverer,
    },
    { what: 'the certificate was valid then', holds: validFrom <= at && at <= validTo },
    {
      what: 'the operator had not taken it back by then',
      holds: revokedAt === null || new Date(revokedAt) > at,
    },
    ...(await aboutLists(file, levels, `${certificate}\n${authorities ?? ''}`)),
    {
      what: 'a given authority issued it',
      holds: authorities === undefined ? undefined : isIssuedUnder(certificate, authorities, at),
    },
  ]
}

async function aboutLists(
  { revocationLists, receivedAt }: EvidenceFile,
  levels: readonly Certificate[],
  known: string,
): Promise<readonly EvidenceFinding[]> {
  const at = new Date(receivedAt)
  const listed = levels.filter(({ subject, issuer }) => subject !== issuer)
  const read = revocationLists.map(listIn)
  const lists = read.filter((list) => list !== undefined)
  const isKnown = listed.every(({ issuer }) => lists.some((list) => list.issuer === issuer))
  const needed = revocationLists.filter((_, index) =>
    listed.some(({ issuer }) => issuer === read[index]?.issuer),
  )
  const signed = await Promise.all(needed.map((list) => isListSigned(list, known)))
  const isSigned = needed.length === 0 || signed.includes(undefined) ? undefined : true
  return [
    {
      what: 'no revocation list of that time names it or its issuers',
      holds: isKnown ? !listed.some((one) => isRevoked(one, lists, at)) : undefined,
    },
    {
      what: 'the authorities signed these revocation lists',
      holds: signed.includes(false) || lists.length < read.length ? false : isSigned,
    },
  ]
}

function certificatesIn(text: string): readonly Certificate[] | undefined {
  try {
    return (text.match(PEM) ?? []).map((pem) => readCertificate(pem))
  } catch {
    return undefined
  }
}

function listIn(pem: string): RevocationList | undefined {
  try {
    return readRevocationList(pem)
  } catch {
    return undefined
  }
}
