import { pipeline } from 'node:stream'
import type { Readable } from 'node:stream'

import { CsvError, parse } from 'csv-parse'

import { Refusal } from '../../platform/errors.ts'
import { decode } from './encoding.ts'
import type { Encoding } from './encoding.ts'

const delimiters = [',', ';', '\t']
const longestRecord = 1_048_576

/** What of the three stands most often in the first line, outside of quotes. */
export function delimiterOf(head: string): string {
  const line = head
    .replace(/"(?:[^"]|"")*"?/g, '')
    .trimStart()
    .split(/[\r\n]/, 1)[0]!
  const counts = delimiters.map((delimiter) => line.split(delimiter).length)
  return delimiters[counts.indexOf(Math.max(...counts))]!
}

/** The records of a file, the empty ones too, in constant memory. */
export async function* readRecords(
  source: Readable,
  { encoding, delimiter }: { encoding: Encoding; delimiter: string },
): AsyncGenerator<string[]> {
  const parser = parse({ delimiter, relax_column_count: true, relax_quotes: true, max_record_size: longestRecord })
  // What breaks reaches whoever reads the parser.
  pipeline(
    source,
    (bytes: AsyncIterable<Buffer>) => decode(bytes, encoding),
    parser,
    () => undefined,
  )
  try {
    for await (const record of parser) yield record as string[]
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error) : error
  }
}

function unreadable(error: CsvError): Refusal {
  const line = Number(error['lines'] ?? 0)
  const message =
    error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
      ? `A quote is opened and not closed, at or before line ${line}: close it, or double the quotes within a cell.`
      : `Line ${line} is not CSV: ${error.message}`
  return new Refusal(400, 'unreadable_file', message, { details: [{ field: 'file', message }] })
}
