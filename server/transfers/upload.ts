import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'

import type { Storage } from '../platform/storage.ts'
import { Refusal } from '../platform/errors.ts'
import { partsOf } from './arrival/reading.ts'

export interface Checked {
  lines: number
  counts: Record<string, number>
}

/** Puts a file aside while it comes in, and reads it to its end meanwhile. Of one that is not as it should be nothing is kept. */
export async function putAside(storage: Storage, key: string, source: AsyncIterable<Buffer>): Promise<Checked> {
  const copy = new PassThrough()
  copy.on('error', () => undefined)
  const keeping = storage.writeStream(key, Readable.from(tee(source, copy), { objectMode: false }))
  const [checked, kept] = await Promise.allSettled([check(copy), keeping])
  if (checked.status === 'fulfilled' && kept.status === 'fulfilled') return checked.value
  await storage.remove(key)
  throw checked.status === 'rejected' ? checked.reason : (kept as PromiseRejectedResult).reason
}

async function* tee(source: AsyncIterable<Buffer>, copy: PassThrough): AsyncGenerator<Buffer> {
  try {
    for await (const bytes of source) {
      if (copy.destroyed) throw new Error('What comes is not wanted any more.')
      if (!copy.write(bytes)) await room(copy)
      yield bytes
    }
    copy.end()
  } catch {
    copy.destroy(new Refusal(400, 'upload_broken_off', 'The file broke off before its end.'))
    throw new Error('What came broke off.')
  }
}

/** Whichever comes first; whoever listens for the other must not stay, or a long file leaves thousands of them. */
async function room(copy: PassThrough): Promise<void> {
  const waiting = new AbortController()
  const { signal } = waiting
  await Promise.race([once(copy, 'drain', { signal }), once(copy, 'close', { signal })])
  waiting.abort()
}

async function check(copy: PassThrough): Promise<Checked> {
  let checked: Checked = { lines: 0, counts: {} }
  for await (const part of partsOf(copy as AsyncIterable<Buffer>)) {
    if (part.kind === 'end') checked = { lines: part.line, counts: part.counts }
  }
  return checked
}
