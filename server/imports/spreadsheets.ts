import { stringify } from 'csv-stringify/sync'

import { joinList } from './lists.ts'

const formula = /^'*[=+\-@\t\r\n＝＋－＠]/
const number = /^(\+[1-9]\d{6,14}|-\d+(\.\d+)?)$/

/** Excel takes a file without it for one in the code page of its country. */
export const byteOrderMark = '\uFEFF'

/** Lines of CSV in which no cell is a formula to a spreadsheet. */
export function toCsv(records: unknown[][]): string {
  return stringify(
    records.map((cells) => cells.map((cell) => guard(toText(cell)))),
    { record_delimiter: '\r\n' },
  )
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  return Array.isArray(value) ? joinList(value) : String(value)
}

/**
 * A spreadsheet takes what begins like this for a formula, and a file may come from anybody. A phone number stays as it is, and
 * a negative one: of a sign and digits nothing can be made but a number, and other programs read it.
 */
function guard(text: string): string {
  return formula.test(text) && !number.test(text) ? `'${text}` : text
}

/** The text that was guarded, so that what was exported comes back as it was. */
export function unguard(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell
}
