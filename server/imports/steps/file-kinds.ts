import { Refusal } from '../../platform/errors.ts'
import type { Encoding } from './encoding.ts'

/** What people upload by mistake; read as text it would be rows of rubbish. */
export async function refuseOthers(head: Buffer, encoding: Encoding): Promise<void> {
  const mark = head.toString('latin1', 0, 4)
  if (['PK\x03\x04', '\xd0\xcf\x11\xe0'].includes(mark)) {
    throw refused('not_csv', 'This is an Excel workbook or an archive: open it and save it as CSV.')
  }
  if (mark !== '%PDF' && mark !== '{\\rt' && isText(head, encoding)) return
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  const what = found ? `a file of the type ${found.mime}` : 'no text'
  throw refused('not_csv', `This is ${what}, and so no CSV: save the contacts as CSV and upload that.`)
}

/** Of other files every tenth byte or more is none that is in a text; of a text some few may be, from wherever it came. */
function isText(head: Buffer, encoding: Encoding): boolean {
  const text = new TextDecoder(encoding).decode(head, { stream: true })
  const strange = text.match(/(?![\s\u0080-\u009f])[\p{Cc}\uFFFD\p{Cn}\p{Co}]/gu)?.length ?? 0
  return strange <= 4 || strange < text.length / 50
}

export function refused(code: string, message: string): Refusal {
  return new Refusal(400, code, message, { details: [{ field: 'file', message }] })
}
