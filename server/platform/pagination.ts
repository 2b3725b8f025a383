import { invalid } from './errors.ts'

/** Where a list goes on: opaque to callers, so that what it is made of may change. */
export function writeCursor(parts: unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

export function readCursor(cursor: string, length: number): string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(parts) && parts.length === length && parts.every(isStorable)) return parts
  } catch {
    // Not one of ours; said below.
  }
  throw invalid('cursor', 'it must be a nextCursor that this list answered with.')
}

// Whoever makes up a cursor may put into it what PostgreSQL keeps in no text.
function isStorable(part: unknown): part is string {
  return typeof part === 'string' && !part.includes('\0') && part.isWellFormed()
}

export function readTimeCursor(cursor: string): { at: Date; id: string } {
  const [time, id] = readCursor(cursor, 2) as [string, string]
  const at = new Date(/^\d{4}-/.test(time) ? time : Number.NaN)
  if (Number.isNaN(at.getTime())) throw invalid('cursor', 'it must be a nextCursor that this list answered with.')
  return { at, id }
}
