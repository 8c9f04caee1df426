import { textArray } from '../../db/arrays.js'
import { bulk } from '../../db/bulk.js'
import type { Tx } from '../../db/client.js'
import type { MunicipalityCode } from '../../parties/index.js'

/** Texts that a municipality wrote, by `kind language`. */
export async function selectTexts(
  tx: Tx,
  municipality: MunicipalityCode,
): Promise<ReadonlyMap<string, string>> {
  const rows = await bulk<{ kind: string; language: string; text: string }>(
    tx,
    'SELECT kind, language, text FROM work_text WHERE municipality = $1',
    [municipality],
  )
  return new Map(rows.map(({ kind, language, text }) => [`${kind} ${language}`, text]))
}

/** Writes texts in place of those before; an empty one is removed. */
export async function upsertTexts(
  tx: Tx,
  municipality: MunicipalityCode,
  texts: readonly { readonly kind: string; readonly language: string; readonly text: string }[],
  at: Date,
): Promise<void> {
  const columns = [
    textArray(texts.map(({ kind }) => kind)),
    textArray(texts.map(({ language }) => language)),
    textArray(texts.map(({ text }) => text)),
  ]
  await bulk(
    tx,
    `DELETE FROM work_text t USING unnest($2::text[], $3::text[], $4::text[]) AS n (kind, language, text)
      WHERE t.municipality = $1 AND t.kind = n.kind AND t.language = n.language AND n.text = ''`,
    [municipality, ...columns],
  )
  await bulk(
    tx,
    `INSERT INTO work_text (municipality, kind, language, text, updated_at)
     SELECT $1, n.kind, n.language, n.text, $5::timestamptz
       FROM unnest($2::text[], $3::text[], $4::text[]) AS n (kind, language, text)
      WHERE n.text <> ''
     ON CONFLICT (municipality, kind, language)
       DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at`,
    [municipality, ...columns, at],
  )
}
