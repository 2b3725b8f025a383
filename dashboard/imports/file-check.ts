import { texts } from './texts.ts'

/** What the server takes, in bytes: 100 MiB. */
export const largestFile = 104_857_600
export const acceptedFiles = '.csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain'

const headLength = 4096
const workbooks = new Set(['PK\u0003\u0004', '\u00D0\u00CF\u0011\u00E0'])

/** What is wrong with a file, as far as its first bytes tell: said before anything is sent. */
export async function wrongWith(file: File): Promise<string | undefined> {
  if (file.size === 0) return texts.fileEmpty(file.name)
  const head = new Uint8Array(await file.slice(0, headLength).arrayBuffer())
  const mark = String.fromCodePoint(...head.subarray(0, 4))
  if (workbooks.has(mark)) return texts.fileWorkbook(file.name)
  if (mark === '%PDF') return texts.filePdf(file.name)
  const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  const zeros = head.filter((byte) => byte === 0).length
  // UTF-16 without a mark has a zero in every other place; in other files they stand at random.
  return !isWide && zeros > 0 && zeros < head.length / 4 ? texts.fileNoText(file.name) : undefined
}
