export { type DecimalSign } from './amounts.js'
export { CELL_ERROR, columnLetters, isEmpty, type Cell, type SheetRow } from './cell.js'
export {
  HeadingProblem,
  requireFields,
  understandColumns,
  type Columns,
  type Notation,
} from './columns.js'
export { type DateOrder } from './dates.js'
export {
  CONTRACT_COLUMNS,
  fieldAt,
  fieldNamed,
  FIELDS,
  rowFromItem,
  type Field,
  type FieldName,
} from './fields.js'
export {
  DELIVERED_BEFORE,
  type Finding,
  type NoteCode,
  type ReadingCode,
  type RefusalCode,
} from './findings.js'
export { fieldCalled, fieldOfHeading, headingOf, plainHeading, type Language } from './headings.js'
export { readRow, type Reading, type ReadRow } from './row.js'
export { explain } from './sentences.js'
export { Survey } from './survey.js'
export { templateRows } from './template.js'
export { plainMunicipality } from './values.js'
