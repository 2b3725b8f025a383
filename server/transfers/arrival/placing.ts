import { storageKey } from '../../files/files.ts'
import type { Section } from '../tables/section.ts'
import type { Arrival } from './arrival.ts'
import { arrive } from './changes.ts'
import { keepFile } from './files.ts'
import { insertRows } from './insertion.ts'
import type { Arrived } from './insertion.ts'
import type { Part } from './reading.ts'

const mostRows = 250
const mostCharacters = 1_000_000

type Row = Part & { kind: 'row' }

/** Takes the parts of a file in, in their order, and tells now and then how far it is. */
export async function placeAll(
  arrival: Arrival,
  parts: AsyncGenerator<Part>,
  onProgress: (line: number) => Promise<void>,
): Promise<void> {
  const batch = new Batch(arrival)
  for (let { done, value } = await parts.next(); !done; { done, value } = await parts.next()) {
    const part = value as Part
    if (part.kind !== 'row') continue
    if (batch.isFull || batch.section !== part.section) {
      await batch.write()
      await onProgress(part.line)
    }
    await take(arrival, batch, part, parts)
  }
  await batch.write()
}

async function take(arrival: Arrival, batch: Batch, part: Row, parts: AsyncGenerator<Part>): Promise<void> {
  const { section, line } = part
  if (section.name === 'organizations') return void (arrival.settings = part.row)
  const row = await arrive(arrival, section, part.row, line)
  if (section.name === 'files' && row && row['storedAt'] !== null) {
    const key = storageKey({ organizationId: arrival.organizationId, id: String(row['id']) })
    if (!(await keepFile(parts, arrival.storage, key))) row['storedAt'] = null
  }
  if (row) batch.add(section, { line, row })
}

class Batch {
  section: Section | undefined
  readonly #arrival: Arrival
  #rows: Arrived[] = []
  #characters = 0

  constructor(arrival: Arrival) {
    this.#arrival = arrival
  }

  get isFull(): boolean {
    return this.#rows.length >= mostRows || this.#characters >= mostCharacters
  }

  add(section: Section, arrived: Arrived): void {
    this.section = section
    this.#rows.push(arrived)
    this.#characters += JSON.stringify(arrived.row).length
  }

  async write(): Promise<void> {
    const { trx, organizationId } = this.#arrival
    if (this.section && this.#rows.length > 0) await insertRows(trx, organizationId, this.section, this.#rows)
    ;[this.#rows, this.#characters] = [[], 0]
  }
}
