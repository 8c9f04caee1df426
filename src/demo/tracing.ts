import type { OpenedCase } from '../client/index.js'
import type { Clock } from '../kernel/clock.js'
import type { components } from '../generated/openapi.js'
import { using } from './municipality.js'

/** One household's trail, as an officer got it. */
export interface TracedHousehold {
  readonly municipality: string
  readonly steps: components['schemas']['Trail']['steps']
}

/** Has an officer trace the household of a case by the name and address that a resident would give. */
export async function traceHousehold(
  folder: string,
  example: { readonly code: string; readonly municipality: string; readonly case: OpenedCase },
  clock: Clock,
): Promise<TracedHousehold> {
  const { person, address } = example.case.notifications[0]!.identity!
  const { postcode, houseNumber, addition } = address
  const trail = await using(folder, clock, (hub) =>
    hub.trace({
      reason: 'Request for access by a resident (demonstration)',
      municipalityCode: example.code,
      person: { surname: person.surname, ...(person.initials && { initials: person.initials }) },
      address: { postcode, houseNumber, ...(addition && { addition }) },
    }),
  )
  return { municipality: example.municipality, steps: trail.steps }
}
