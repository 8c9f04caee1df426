/** Members of a record of the log that pages show; see access-log for their meaning. */
export interface ShownRecord {
  readonly at: Date
  readonly controller: string
  readonly actor: string
  readonly actorKey: string | null
  readonly role: string
  readonly action: string
  readonly operation: string
  readonly objects: Readonly<Record<string, unknown>>
  readonly purpose: string
  readonly legalBasis: string
  readonly processingActivity: string
  readonly result: 'ALLOW' | 'DENY' | 'ERROR'
  readonly count: number
  readonly traceId: string
  readonly subjects?: { readonly count: number } | undefined
}

/** Reads a record as the log wrote it. */
export function readRecord(text: string): ShownRecord {
  const { at, ...rest } = JSON.parse(text) as Omit<ShownRecord, 'at'> & { readonly at: string }
  return { ...rest, at: new Date(at) }
}
