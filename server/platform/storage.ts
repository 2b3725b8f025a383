import { createWriteStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { newId } from './id.ts'

/** Where files are kept, by keys of our own making. */
export interface Storage {
  write: (key: string, bytes: Buffer) => Promise<void>
  read: (key: string) => Promise<Buffer>
  /** Answers how many bytes there were. What fails on the way leaves nothing. */
  writeStream: (key: string, source: Readable) => Promise<number>
  readStream: (key: string) => Promise<Readable>
  remove: (key: string) => Promise<void>
}

/** Files under the data directory. A file is there whole or not at all. */
export function fileStorage(dataDir: string): Storage {
  const fileOf = (key: string) => path.join(dataDir, 'files', checked(key))
  return {
    async write(key, bytes) {
      const file = fileOf(key)
      const unfinished = `${file}.${newId()}`
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(unfinished, bytes, { flush: true })
      await rename(unfinished, file)
    },
    read: async (key) => readFile(fileOf(key)),
    async writeStream(key, source) {
      const file = fileOf(key)
      const unfinished = `${file}.${newId()}`
      await mkdir(path.dirname(file), { recursive: true })
      const target = createWriteStream(unfinished, { flush: true })
      try {
        await pipeline(source, target)
        await rename(unfinished, file)
      } catch (error) {
        await rm(unfinished, { force: true })
        throw error
      }
      return target.bytesWritten
    },
    readStream: async (key) => (await open(fileOf(key))).createReadStream(),
    remove: async (key) => rm(fileOf(key), { force: true }),
  }
}

// Ids and slashes, and so nothing that leads out of the folder.
function checked(key: string): string {
  if (/^[0-9a-z-]+(\/[0-9a-z-]+)*$/.test(key)) return key
  throw new Error(`"${key}" is not a key of the storage.`)
}
