/** What the first line says; another version is another way to write. */
export const format = 'tether organization'
export const version = 1

/** Of a file, in one line. Divisible by three, so that base64 needs no padding within a file. */
export const chunkBytes = 512 * 1024 - 2

/** No row of ours is longer; and a line is what is held in memory. */
export const longestLine = 4 * 1024 * 1024

export interface Head {
  format: string
  version: number
  exportedAt: string
  organization: { id: string; name: string }
  /** Lines to come, by their section. */
  counts: Record<string, number>
}

/** What a line may be. */
export type Line =
  | { table: string; row: Record<string, unknown> }
  | { file: string; data: string }
  | { file: string; size: number; sha256: string }
  | { file: string; isMissing: true }
  | { end: { counts: Record<string, number> } }
