import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { OperationId } from '../../../src/http/contract.js'
import { ALMERE, municipalParty, OMMEN } from '../../helpers/hub.js'
import type { PopulatedHub } from '../../helpers/populated-hub.js'
import type { OperationCase } from '../operation-case.js'

const almere = municipalParty(ALMERE)
const ommen = municipalParty(OMMEN)
const EXAMPLE = new URL(
  '../../../openapi/examples/preview-triage-profile.accepted.json',
  import.meta.url,
)
/** A profile that holds. */
export const RULES = (JSON.parse(readFileSync(EXAMPLE, 'utf8')) as { profile: object }).profile

const offer = () => ({ draftId: randomUUID(), validFrom: '2026-10-01', profile: RULES })

/** Drafts of one municipality are nothing to another. */
export const TRIAGE_CASES = {
  getTriageProfile: {
    rightful: almere,
    wish: () => ({ path: '/v1/triage-profile' }),
    status: 200,
    other: ommen,
    refused: { status: 200, body: { drafts: [] } },
  },
  putTriageProfile: {
    rightful: almere,
    wish: () => ({ path: '/v1/triage-profile', fields: offer() }),
    status: 202,
    other: ommen,
    // It becomes a draft of the other's own.
    refused: { status: 202, body: { status: 'OFFERED' } },
  },
  previewTriageProfile: {
    rightful: almere,
    wish: () => ({ path: '/v1/triage-profile/_preview', fields: { profile: RULES } }),
    status: 200,
    other: ommen,
    refused: { status: 200, body: { cases: 2 } },
  },
  approveTriageProfile: {
    rightful: almere,
    caller: (hub) => hub.colleagueOf(almere),
    async wish(hub: PopulatedHub) {
      const fields = offer()
      const town = hub.asMunicipality(ALMERE)
      await town.send('/v1/triage-profile', town.sign('putTriageProfile', fields), 'PUT')
      const { draftId } = fields
      return {
        path: '/v1/triage-profile/_approve',
        fields: { draftId },
      }
    },
    status: 200,
    other: ommen,
    refused: { status: 404, body: { code: 'triage.unknown' } },
  },
} satisfies Partial<Record<OperationId, OperationCase>>
