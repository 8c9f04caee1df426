import type { components } from '../generated/openapi.js'
import type { FieldName } from './fields.js'

/** What can be wrong with a row before a hub has seen it. */
export type ReadingCode =
  | 'AMOUNT_AMBIGUOUS'
  | 'AMOUNT_UNREADABLE'
  | 'CELL_ERROR'
  | 'CELL_MISSING'
  | 'DATE_AMBIGUOUS'
  | 'DATE_UNREADABLE'
  | 'EMAIL_UNREADABLE'
  | 'FIELD_NOT_OF_KIND'
  | 'HOUSE_NUMBER_UNREADABLE'
  | 'ID_REPEATED'
  | 'ID_UNREADABLE'
  | 'MUNICIPALITY_UNREADABLE'
  | 'NUMBER_ROUNDED'
  | 'NUMBER_UNREADABLE'
  | 'PHONE_UNREADABLE'
  | 'POSTCODE_UNREADABLE'
  | 'ROW_REPEATED'
  | 'ROW_TOO_LONG'
  | 'TEXT_GARBLED'
  | 'TEXT_NOT_ALLOWED'
  | 'TRUTH_UNREADABLE'
  | 'WORD_UNKNOWN'

/** What is only told about a row that is sent. */
export type NoteCode = components['schemas']['ItemWarningCode']

/** Why the hub refuses an item. */
export type RefusalCode = components['schemas']['ItemErrorCode']

/** A row that was delivered before under the same identifier, made from its content. */
export const DELIVERED_BEFORE = 'DELIVERED_BEFORE'

/** Something about one row: a rule and a place, never what stands there. */
export interface Finding {
  readonly code: ReadingCode | NoteCode | RefusalCode | typeof DELIVERED_BEFORE
  /** The field it is about; left out when it is about the row. */
  readonly field?: FieldName
  /** Article of law or rule of the sector, where the hub named one. */
  readonly reference?: string
}

/** For every finding what it says and what to do about it; a finding without is a compile error. */
export type Sentences = Readonly<Record<Finding['code'], readonly [says: string, remedy: string]>>

/** A finding in one cell, before it is known which field the cell belongs to. */
export class CellProblem {
  readonly code: ReadingCode

  constructor(code: ReadingCode) {
    this.code = code
  }
}
