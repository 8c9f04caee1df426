import type { Finding, Sentences } from './findings.js'
import type { Language } from './headings.js'
import { SENTENCES_EN } from './sentences-en.js'
import { SENTENCES_NL } from './sentences-nl.js'

const BY_LANGUAGE: Readonly<Record<Language, Sentences>> = { nl: SENTENCES_NL, en: SENTENCES_EN }

/** What a finding says, and what to do about it; of a code that is newer than this program its name. */
export function explain(
  code: Finding['code'],
  language: Language,
): { readonly says: string; readonly remedy: string } {
  const [says, remedy] = BY_LANGUAGE[language][code] ?? [code, '']
  return { says, remedy }
}
