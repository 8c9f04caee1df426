import type { Database } from '../db/client.js'
import { inTransaction } from '../db/transaction.js'
import { selectLastDue } from './store.js'

/** Up to when a job has done its work. */
export interface JobState {
  /** As the schedule names it. */
  readonly job: string
  /** Code of the municipality it works for; `null` for the whole hub. */
  readonly municipality: string | null
  /** The newest instant of its rhythm that was worked off. */
  readonly doneUntil: Date
}

/** The jobs that ever ran, by name and municipality. */
export async function jobStates(db: Database): Promise<JobState[]> {
  const scope = { role: 'vroegsignaal_job' } as const
  const known = await inTransaction(db, 'jobs.states', scope, selectLastDue)
  return [...known]
    .map(([name, doneUntil]) => {
      const [job = name, municipality = null] = name.split('/')
      return { job, municipality, doneUntil }
    })
    .sort((left, right) => orderOf(left).localeCompare(orderOf(right)))
}

function orderOf({ job, municipality }: JobState): string {
  return `${job}/${municipality ?? ''}`
}
