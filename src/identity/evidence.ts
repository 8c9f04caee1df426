import { FIELD, KIND } from '../linkage/index.js'
import { END, type EvidenceSink } from './evidence-sink.js'
import type { NormalResident } from './resident.js'
import { isWeighed, writeWeighedEvidence } from './weighed-evidence.js'

/** Which fields a record has, as a mask of `FIELD`. Doubtful initials count as absent. */
export function presenceOf(resident: NormalResident): number {
  const { names, initials, birthDate, address, phones, emails } = resident
  return (
    (names.length > 0 ? FIELD.surname : 0) |
    (initials.first === '' ? 0 : FIELD.initial) |
    (initials.full === '' || initials.doubtful ? 0 : FIELD.initials) |
    (initials.given === '' ? 0 : FIELD.given) |
    (birthDate === undefined ? 0 : FIELD.birthDate) |
    (birthDate?.isPlaceholder === true ? FIELD.placeholder : 0) |
    (hasDwelling(resident) ? FIELD.address : 0) |
    (address.postcode === '' ? 0 : FIELD.postcode | FIELD.area) |
    (phones.length > 0 ? FIELD.phone : 0) |
    (emails.length > 0 ? FIELD.email : 0) |
    (address.number === '' ? 0 : FIELD.number) |
    (isWeighed(resident) ? FIELD.weighed : 0)
  )
}

/** Whether postcode and number name a building in which somebody can live. */
export function hasDwelling({ address }: NormalResident): boolean {
  return address.postcode !== '' && address.number !== '' && !address.isBox
}

/** The birth date as one text in which swapped day and month are equal. */
export function dateKey({ birthDate }: NormalResident): string {
  if (birthDate === undefined) return ''
  const { year, month, day } = birthDate
  return month <= day ? `${year}${month}${day}` : `${year}${day}${month}`
}

/** Surname and first initial as one text, for the name tag. */
export function nameKey({ names, initials }: NormalResident): string {
  return `${names[0]?.sound ?? ''}${END}${initials.first}${END}`
}

/**
 * Writes a record's evidence: one token per combination of fields, for each family name.
 *
 * A combination is written only when all its fields are there. Two records that agree on the fields
 * of a combination share its token, whoever wrote them and however.
 */
export function writeEvidence(resident: NormalResident, sink: EvidenceSink): void {
  const { names, initials, address } = resident
  for (const phone of resident.phones) sink.token(KIND.phone.code, phone + END)
  for (const email of resident.emails) sink.token(KIND.email.code, email + END)

  const initial = initials.first
  const postcode = address.isBox ? '' : address.postcode
  const date = dateKey(resident)
  for (const name of names) writeName(resident, name.sound, postcode, date, sink)
  if (isWeighed(resident)) writeWeighedEvidence(resident, date, sink)
  if (initial === '' || resident.birthDate?.isPlaceholder !== false) return
  const initialDate = initial + END + date + END
  if (postcode !== '') sink.token(KIND.initialDatePostcode.code, initialDate + postcode + END)
  for (const phone of resident.phones) {
    sink.token(KIND.initialDatePhone.code, initialDate + phone + END)
  }
  for (const email of resident.emails) {
    sink.token(KIND.initialDateEmail.code, initialDate + email + END)
  }
}

function writeName(
  resident: NormalResident,
  sound: string,
  postcode: string,
  date: string,
  sink: EvidenceSink,
): void {
  const { initials, address, birthDate } = resident
  const surname = sound + END
  const name = surname + initials.first + END
  const fullName = surname + initials.full + END
  const hasInitial = initials.first !== ''
  const hasFull = initials.full !== ''

  if (date !== '') {
    sink.token(KIND.surnameDate.code, surname + date + END)
    if (hasInitial) sink.token(KIND.nameDate.code, name + date + END)
    // In some families everybody has a placeholder: it decides beside an address or contact only.
    if (birthDate?.isPlaceholder === false) {
      if (hasFull) sink.token(KIND.fullNameDate.code, fullName + date + END)
      if (postcode !== '') {
        sink.token(KIND.surnameDateArea.code, surname + date + END + address.area + END)
      }
    }
  }
  if (!hasInitial) return
  if (postcode !== '') {
    sink.token(KIND.namePostcode.code, name + postcode + END)
    if (hasFull) sink.token(KIND.fullNamePostcode.code, fullName + postcode + END)
    if (birthDate !== undefined) {
      const { year, month, day } = birthDate
      const place = END + address.area + END
      sink.token(KIND.nameNearDateArea.code, `${name}${year}-${month}${place}`)
      sink.token(KIND.nameNearDateArea.code, `${name}${year}--${day}${place}`)
      // A placeholder's day and month are shared by everyone who has one.
      if (!birthDate.isPlaceholder) {
        sink.token(KIND.nameNearDateArea.code, `${name}-${month}-${day}${place}`)
      }
    }
  }
  for (const phone of resident.phones) sink.token(KIND.namePhone.code, name + phone + END)
  for (const email of resident.emails) sink.token(KIND.nameEmail.code, name + email + END)
}
