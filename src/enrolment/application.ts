import { SECTORS, type Sector } from '../kernel/sector.js'

/** `typ` of both signatures over an application. */
export const APPLICATION_TYPE = 'vroegsignaal-enrolment+jws'

/** Header with the signature of the key for signing, and of the key for connections. */
export const PROOF_HEADERS = {
  signing: 'payload-signature',
  transport: 'transport-signature',
} as const

/** Largest application: two chains of certificates and the wishes. */
export const MOST_APPLICATION_BYTES = 65_536

/** Municipalities and sectors that one application can wish for. */
export const MOST_WISHES = 400

/** What an applicant wishes to report where. */
export interface Wish {
  readonly municipalityCode: string
  readonly sector: Sector
}

/** What an organisation sends that wants to take part: names and public keys, no person. */
export interface Application {
  readonly hub: string
  readonly operation: 'requestEnrolment'
  readonly enrolmentId: string
  readonly createdAt: string
  readonly nonce: string
  readonly organisation: {
    /** OIN; left out by a party without one. */
    readonly organisationNumber?: string
    readonly name: string
    readonly kvk?: string
  }
  readonly roles: readonly ('creditor' | 'agent')[]
  /** Request (PKCS #10) or certificate with its chain, PEM. */
  readonly transport: string
  readonly signing: string
  readonly wishes: readonly Wish[]
  /** SHA-256 of the secret that asks how it stands, hexadecimal. */
  readonly secretDigest: string
}

/** What asks how an application stands. */
export interface StatusQuestion {
  readonly enrolmentId: string
  /** 256 random bits that the applicant chose, base64url. */
  readonly secret: string
}

const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'
const RANDOM = { type: 'string', minLength: 43, maxLength: 43, pattern: '^[A-Za-z0-9_-]{43}$' }
const PEM = { type: 'string', minLength: 100, maxLength: 16_384, pattern: '^-----BEGIN ' }
const uuid = { type: 'string', minLength: 36, maxLength: 36, pattern: UUID }

/** Schema of an application (draft 2020-12), closed. */
export const APPLICATION_SCHEMA: Readonly<Record<string, unknown>> = {
  type: 'object',
  additionalProperties: false,
  required: [
    ...['hub', 'operation', 'enrolmentId', 'createdAt', 'nonce', 'organisation', 'roles'],
    ...['transport', 'signing', 'wishes', 'secretDigest'],
  ],
  properties: {
    hub: { type: 'string', minLength: 1, maxLength: 255 },
    operation: { type: 'string', enum: ['requestEnrolment'] },
    enrolmentId: uuid,
    createdAt: { type: 'string', format: 'date-time', maxLength: 40 },
    nonce: RANDOM,
    organisation: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: {
        organisationNumber: {
          type: 'string',
          minLength: 20,
          maxLength: 20,
          pattern: '^[0-9A-Z]{20}$',
        },
        // No control characters: the name stands in certificates, pages and tables.
        name: {
          type: 'string',
          minLength: 1,
          maxLength: 64,
          pattern: '^[^\\p{C}]*[^\\p{C}\\s][^\\p{C}]*$',
        },
        kvk: { type: 'string', minLength: 8, maxLength: 8, pattern: '^[0-9]{8}$' },
      },
    },
    roles: {
      type: 'array',
      minItems: 1,
      maxItems: 2,
      uniqueItems: true,
      items: { type: 'string', enum: ['creditor', 'agent'] },
    },
    transport: PEM,
    signing: PEM,
    wishes: {
      type: 'array',
      maxItems: MOST_WISHES,
      uniqueItems: true,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['municipalityCode', 'sector'],
        properties: {
          municipalityCode: { type: 'string', minLength: 4, maxLength: 4, pattern: '^[0-9]{4}$' },
          sector: { type: 'string', enum: [...SECTORS] },
        },
      },
    },
    secretDigest: { type: 'string', minLength: 64, maxLength: 64, pattern: '^[0-9a-f]{64}$' },
  },
}

/** Schema of the question how an application stands, closed. */
export const STATUS_SCHEMA: Readonly<Record<string, unknown>> = {
  type: 'object',
  additionalProperties: false,
  required: ['enrolmentId', 'secret'],
  properties: { enrolmentId: uuid, secret: RANDOM },
}
