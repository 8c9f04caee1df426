import type { Language } from '../spreadsheet/index.js'

const REASONS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  ENOENT: { en: 'it does not exist', nl: 'bestaat niet' },
  EEXIST: { en: 'it exists already', nl: 'bestaat al' },
  ENOTDIR: {
    en: 'it is no folder, or lies below something that is none',
    nl: 'is geen map, of ligt onder iets dat geen map is',
  },
  EISDIR: { en: 'it is a folder', nl: 'is een map' },
  EACCES: { en: 'this user may not', nl: 'deze gebruiker mag dat niet' },
  EPERM: { en: 'this user may not', nl: 'deze gebruiker mag dat niet' },
  EROFS: { en: 'the disk is read-only', nl: 'de schijf is alleen te lezen' },
  ENOSPC: { en: 'the disk is full', nl: 'de schijf is vol' },
}

/**
 * What a person at the keyboard can do something about: the system refused a file or folder.
 *
 * @returns `undefined` for every other error, which is only named.
 */
export function describeFileError(
  error: unknown,
  language: Language,
): { readonly code: string; readonly message: string } | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return undefined
  const reason = REASONS[String(error.code)]?.[language]
  if (reason === undefined || typeof error.path !== 'string') return undefined
  return { code: `file.${String(error.code)}`, message: `${error.path}: ${reason}.` }
}
