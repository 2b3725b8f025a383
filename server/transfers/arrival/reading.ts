import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'

import { format, version } from '../format.ts'
import type { Head } from '../format.ts'
import { sections } from '../tables.ts'
import type { Section } from '../tables/section.ts'
import { BrokenFile } from './broken.ts'
import { cutOff, linesOf } from './lines.ts'
import type { TextLine } from './lines.ts'
import { isId, problemOf } from './values.ts'

type Fields = Record<string, unknown>

/** A line that is what it should be, and stands where it should. */
export type Part =
  | { kind: 'head'; line: number; head: Head }
  | { kind: 'row'; line: number; section: Section; row: Fields }
  | { kind: 'bytes'; line: number; bytes: Buffer }
  | { kind: 'fileEnd'; line: number; isMissing: boolean }
  | { kind: 'end'; line: number; counts: Record<string, number> }

interface OpenFile {
  id: string
  announced: unknown
  size: number
  sum: Hash
}

/** The parts of a file, in order; throws at the first line that is not as an export writes it. */
export async function* partsOf(source: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  const reader = new Reader()
  let line = 1
  for await (const text of linesOf(source)) {
    yield reader.read(text)
    line = text.number + 1
  }
  if (!reader.isAtEnd) throw cutOff(line)
}

class Reader {
  isAtEnd = false
  #head: Head | undefined
  #section = 0
  #file: OpenFile | undefined
  readonly #counts: Record<string, number> = Object.fromEntries(sections.map(({ name }) => [name, 0]))

  read({ number, text }: TextLine): Part {
    if (this.isAtEnd) throw new BrokenFile(number, 'there is something after the last line.')
    const fields = parse(number, text)
    if (!this.#head) return { kind: 'head', line: number, head: (this.#head = headOf(number, fields)) }
    if (this.#file) return this.#readFile(number, fields, this.#file)
    if ('table' in fields) return this.#readRow(number, fields)
    if ('end' in fields) return this.#readEnd(number, fields['end'])
    throw new BrokenFile(number, 'it is neither a row nor a part of a file nor the end.')
  }

  #readRow(line: number, { table, row }: Fields): Part {
    const index = sections.findIndex(({ name }) => name === table)
    const section = sections[index]
    if (!section) throw new BrokenFile(line, `${JSON.stringify(table)?.slice(0, 100)} is nothing that is taken along.`)
    if (index < this.#section) throw new BrokenFile(line, `rows of ${section.name} stand further up.`)
    const checked = checkedRow(line, section, row)
    this.#section = index
    this.#counts[section.name]! += 1
    if (section.name === 'files' && checked['storedAt'] !== null) {
      this.#file = { id: String(checked['id']), announced: checked['size'], size: 0, sum: createHash('sha256') }
    }
    return { kind: 'row', line, section, row: checked }
  }

  #readFile(line: number, fields: Fields, file: OpenFile): Part {
    if (fields['file'] !== file.id) throw new BrokenFile(line, `what the file ${file.id} holds should stand here.`)
    if ('data' in fields) {
      const bytes = bytesOf(line, fields['data'])
      file.sum.update(bytes)
      file.size += bytes.length
      return { kind: 'bytes', line, bytes }
    }
    this.#file = undefined
    if (fields['isMissing'] === true && file.size === 0) return { kind: 'fileEnd', line, isMissing: true }
    const isWhole = fields['size'] === file.size && fields['sha256'] === file.sum.digest('hex')
    if (!isWhole) throw new BrokenFile(line, `the file ${file.id} is not as it was: its sum is another.`)
    if (file.size !== file.announced) throw new BrokenFile(line, `the file ${file.id} is not as long as its row says.`)
    return { kind: 'fileEnd', line, isMissing: false }
  }

  #readEnd(line: number, end: unknown): Part {
    const counts = asObject(asObject(end)?.['counts'])
    for (const { name } of sections) {
      // An older export does not know of every section.
      const [said, promised, read] = [counts?.[name] ?? 0, this.#head!.counts[name] ?? 0, this.#counts[name]]
      if (said === read && promised === read) continue
      throw new BrokenFile(
        line,
        `of ${name} there are ${read} rows instead of ${String(said === read ? promised : said)}.`,
      )
    }
    this.isAtEnd = true
    return { kind: 'end', line, counts: this.#counts }
  }
}

function parse(line: number, text: string): Fields {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new BrokenFile(line, 'it is no JSON.')
  }
  const fields = asObject(value)
  if (!fields) throw new BrokenFile(line, 'it is no JSON object.')
  return fields
}

function headOf(line: number, fields: Fields): Head {
  const organization = asObject(fields['organization'])
  if (fields['format'] !== format || !isId(organization?.['id']) || !asObject(fields['counts'])) {
    throw new BrokenFile(line, 'this is no export of an organization.', 'no_export')
  }
  if (fields['version'] === version) return fields as unknown as Head
  const said = JSON.stringify(fields['version'])?.slice(0, 20)
  throw new BrokenFile(line, `this server reads version ${version}; the export is of version ${said}.`, 'other_version')
}

function checkedRow(line: number, { name, columns }: Section, row: unknown): Fields {
  const fields = asObject(row)
  if (!fields) throw new BrokenFile(line, `there is no row of ${name}.`)
  const unknown = Object.keys(fields).find((key) => !Object.hasOwn(columns, key))
  if (unknown !== undefined) throw new BrokenFile(line, `${name} have no ${unknown.slice(0, 100)}.`)
  for (const [column, kind] of Object.entries(columns)) {
    const problem = Object.hasOwn(fields, column) ? problemOf(fields[column], kind) : 'is missing'
    if (problem) throw new BrokenFile(line, `${column} of ${name} ${problem}.`)
  }
  return fields
}

function bytesOf(line: number, data: unknown): Buffer {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'base64') : undefined
  if (bytes && bytes.length > 0 && bytes.toString('base64') === data) return bytes
  throw new BrokenFile(line, 'its data is no base64.')
}

function asObject(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}
