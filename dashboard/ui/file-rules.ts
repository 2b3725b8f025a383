import { bytes } from './format.ts'
import { texts } from './texts.ts'

export type FileRules = {
  /** As in `<input accept>`: `image/*,.pdf`. */
  accept?: string | undefined
  maxBytes?: number | undefined
  maxFiles?: number | undefined
}
type FileLike = { name: string; type: string; size: number }

/** Which files may come in, and for each of the others a sentence that says why not. */
export function checkFiles<Item extends FileLike>(
  files: readonly Item[],
  rules: FileRules,
): { accepted: Item[]; refusals: string[] } {
  const accepted: Item[] = []
  const refusals: string[] = []
  for (const file of files) {
    const refusal = refusalOf(file, accepted.length, rules)
    if (refusal === undefined) accepted.push(file)
    else refusals.push(refusal)
  }
  return { accepted, refusals }
}

function refusalOf(file: FileLike, before: number, { accept = '', maxBytes, maxFiles }: FileRules): string | undefined {
  if (!isAccepted(file, accept)) return texts.fileWrongKind(file.name)
  if (maxBytes !== undefined && file.size > maxBytes) return texts.fileTooLarge(file.name, bytes(maxBytes))
  if (maxFiles !== undefined && before >= maxFiles) return texts.fileTooMany(file.name, maxFiles)
  return undefined
}

function isAccepted({ name, type }: FileLike, accept: string): boolean {
  const kinds = accept
    .toLowerCase()
    .split(',')
    .map((kind) => kind.trim())
    .filter(Boolean)
  if (kinds.length === 0) return true
  return kinds.some((kind) => {
    if (kind.startsWith('.')) return name.toLowerCase().endsWith(kind)
    return kind.endsWith('/*') ? type.startsWith(kind.slice(0, -1)) : type === kind
  })
}
