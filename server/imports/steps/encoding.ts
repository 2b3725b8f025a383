import { Refusal } from '../../platform/errors.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const headBytes = 65_536

/** Passes bytes on, and knows in the end in what they are written: that they are UTF-8 only the last of them tells. */
export class EncodingWatch {
  #decoder = new TextDecoder('utf-8', { fatal: true })
  #isUtf8 = true
  #head = Buffer.alloc(0)

  async *pass(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of fromForm(source)) {
      if (this.#head.length < headBytes) this.#head = Buffer.concat([this.#head, chunk.subarray(0, headBytes)])
      this.#check(chunk)
      yield chunk
    }
    this.#check(undefined)
  }

  #check(chunk: Buffer | undefined): void {
    if (!this.#isUtf8) return
    try {
      this.#decoder.decode(chunk, { stream: chunk !== undefined })
    } catch {
      this.#isUtf8 = false
    }
  }

  get head(): Buffer {
    return this.#head
  }

  get encoding(): Encoding {
    if (this.#head[0] === 0xff && this.#head[1] === 0xfe) return 'utf-16le'
    if (this.#head[0] === 0xfe && this.#head[1] === 0xff) return 'utf-16be'
    return wideEncoding(this.#head) ?? (this.#isUtf8 ? 'utf-8' : 'windows-1252')
  }
}

/** A form that breaks off is the sender's mistake, or the line's. */
async function* fromForm(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* source
  } catch (error) {
    throw new Refusal(400, 'invalid_form', `The form cannot be read to its end: ${(error as Error).message}.`)
  }
}

/** UTF-16 without a mark: of Latin text every other byte is zero, and CSV in any script has commas and line ends. */
function wideEncoding(head: Buffer): Encoding | undefined {
  const zeros = [0, 0]
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 2]!++
  const [even, odd] = zeros as [number, number]
  if (odd > head.length / 8 && odd > 8 * even) return 'utf-16le'
  return even > head.length / 8 && even > 8 * odd ? 'utf-16be' : undefined
}

/** Without the mark at the beginning, and without NUL, which PostgreSQL keeps in no text. */
export async function* decode(source: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of source) yield decoder.decode(chunk, { stream: true }).replaceAll('\0', '')
  yield decoder.decode()
}
