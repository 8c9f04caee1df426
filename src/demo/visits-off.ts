import { approveTriage, offerTriage } from '../client/triage.js'
import type { Clock } from '../kernel/clock.js'
import type { Day } from '../kernel/calendar.js'
import { using, type DemoMunicipality } from './municipality.js'

/** Where visits are switched off for a period, as they were there in a time of infection. */
export const VISITS_OFF = {
  code: '0437',
  from: '2026-09-01' as Day,
  until: '2026-09-30' as Day,
}

/** The municipality switches visits off for a period: one person offers that, another approves it. */
export async function switchVisitsOff(municipality: DemoMunicipality, clock: Clock): Promise<void> {
  const { version: _, ...rules } = municipality.triage
  const contactStrategy = rules.contactStrategy.map((step) =>
    step.channel === 'VISIT'
      ? { ...step, offFrom: VISITS_OFF.from, offUntil: VISITS_OFF.until }
      : step,
  )
  const profile = { ...rules, contactStrategy }
  const { coordinator, colleague } = municipality
  const { draftId } = await using(coordinator.folder, clock, (hub) =>
    offerTriage(hub, '2026-08-02', profile as Parameters<typeof offerTriage>[2]),
  )
  await using(colleague.folder, clock, (hub) => approveTriage(hub, draftId))
  municipality.triage = { ...municipality.triage, contactStrategy }
}
