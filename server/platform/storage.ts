import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import type { Config } from './config.ts'
import { newId } from './id.ts'
import { s3Storage } from './storage/s3.ts'

/** Where files are kept, by keys of our own making. A file is there whole or not at all. */
export interface Storage {
  /** Its name for people. */
  bucket: string
  write: (key: string, bytes: Buffer) => Promise<void>
  /** Answers how many bytes there were. Where the source fails, nothing is kept. */
  writeStream: (key: string, source: Readable) => Promise<number>
  read: (key: string) => Promise<Buffer>
  /** Both ends of the range are included. */
  readStream: (key: string, range?: Range) => Readable
  /** Nothing happens where there is none. */
  remove: (key: string) => Promise<void>
}

export interface Range {
  start: number
  end: number
}

export function openStorage({ s3, dataDir }: Pick<Config, 's3' | 'dataDir'>): Storage {
  return s3 ? s3Storage(s3) : fileStorage(dataDir)
}

/** Files under the data directory. */
export function fileStorage(dataDir: string): Storage {
  const fileOf = (key: string) => path.join(dataDir, 'files', checked(key))
  return {
    bucket: 'files',
    write: async (key, bytes) => placeWhole(fileOf(key), (unfinished) => writeFile(unfinished, bytes, { flush: true })),
    writeStream: async (key, source) =>
      placeWhole(fileOf(key), async (unfinished) => {
        const target = createWriteStream(unfinished, { flush: true })
        await pipeline(source, target)
        return target.bytesWritten
      }),
    read: async (key) => readFile(fileOf(key)),
    readStream: (key, range) => createReadStream(fileOf(key), range),
    remove: async (key) => rm(fileOf(key), { force: true }),
  }
}

async function placeWhole<T>(file: string, write: (unfinished: string) => Promise<T>): Promise<T> {
  const unfinished = `${file}.${newId()}`
  await mkdir(path.dirname(file), { recursive: true })
  try {
    const written = await write(unfinished)
    await rename(unfinished, file)
    return written
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

// Ids and slashes, and so nothing that leads out of the folder.
function checked(key: string): string {
  if (/^[0-9a-z-]+(\/[0-9a-z-]+)*$/.test(key)) return key
  throw new Error(`"${key}" is not a key of the storage.`)
}
