import { Readable, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'

import { longestLine } from '../format.ts'
import { BrokenFile } from './broken.ts'

export interface TextLine {
  number: number
  text: string
}

/** The lines of a file, packed or not; at most one of them in memory. */
export async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let number = 1
  try {
    for await (const bytes of splitLines(unpacked(source), () => number)) {
      yield { number, text: decoder.decode(bytes) }
      number++
    }
  } catch (error) {
    throw (error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
      ? new BrokenFile(number, 'it is no UTF-8.')
      : readable(error, number)
  }
}

async function* splitLines(source: AsyncIterable<Buffer>, line: () => number): AsyncGenerator<Buffer> {
  let begun: Buffer[] = []
  let length = 0
  for await (const bytes of source) {
    let start = 0
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      refuseTooLong(length + end - start, line())
      yield Buffer.concat([...begun, bytes.subarray(start, end)])
      ;[begun, length, start] = [[], 0, end + 1]
    }
    begun.push(bytes.subarray(start))
    length += bytes.length - start
    refuseTooLong(length, line())
  }
  if (length > 0) yield Buffer.concat(begun)
}

function refuseTooLong(length: number, line: number): void {
  if (length > longestLine) throw new BrokenFile(line, `it is longer than ${longestLine / 1_048_576} MiB.`)
}

/** What is packed says so by its first two bytes, whatever was said of it on the way. */
async function* unpacked(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  while (head.length < 2) {
    const { done, value } = await chunks.next()
    if (done) break
    head = Buffer.concat([head, value])
  }
  const rest = { [Symbol.asyncIterator]: () => chunks }
  const whole = Readable.from(joined(head, rest), { objectMode: false })
  if (head[0] !== 0x1f || head[1] !== 0x8b) return yield* whole as AsyncIterable<Buffer>
  const gunzip = createGunzip()
  pipeline(whole, gunzip, () => undefined)
  yield* gunzip as AsyncIterable<Buffer>
}

async function* joined(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head
  yield* rest
}

function readable(error: unknown, line: number): unknown {
  const { code = '' } = error as { code?: string }
  if (code === 'Z_BUF_ERROR') return cutOff(line)
  return code.startsWith('Z_') ? new BrokenFile(line, 'from here on it cannot be unpacked.') : error
}

export function cutOff(line: number): BrokenFile {
  return new BrokenFile(line, 'the file ends here, before its last line: it was cut off.', 'export_cut_off')
}
