import type { components } from '../../generated/openapi.js'
import { DELIVERED_BEFORE, fieldAt, type Finding } from '../../spreadsheet/index.js'
import type { FoundItem } from './found-item.js'
import type { RowOutcome } from './state.js'

type Schemas = components['schemas']

/**
 * What the hub's judgement of an item means for its row.
 *
 * @param isInEuros Whether the amount was read from a column in euros.
 * @returns Nothing for a row that there is nothing to tell about.
 */
export function outcomeOf(
  { row, isIdMade }: Pick<FoundItem, 'row' | 'isIdMade'>,
  answer: Schemas['ItemResult'],
  isInEuros: boolean,
): RowOutcome | undefined {
  if (answer.status !== 'REJECTED') {
    const notes = (answer.warnings ?? []).map(({ code }): Finding => ({ code }))
    return notes.length === 0 ? undefined : { row, status: 'noted', findings: notes }
  }
  const errors = answer.errors ?? []
  // Its identifier was made from its content: it is the same notification, not another.
  if (isIdMade && errors.every(({ code }) => code === 'DUPLICATE')) {
    return { row, status: 'before', findings: [{ code: DELIVERED_BEFORE }] }
  }
  return { row, status: 'refused', findings: findingsOf(errors, isInEuros) }
}

/** What the hub found, by the columns of the file. */
export function findingsOf(
  errors: readonly Schemas['ItemError'][],
  isInEuros: boolean,
): readonly Finding[] {
  return errors.map(({ code, pointer, reference }) => {
    const field = fieldAt(pointer, isInEuros)
    return {
      code,
      ...(field === undefined ? {} : { field }),
      ...(reference === undefined ? {} : { reference }),
    }
  })
}
