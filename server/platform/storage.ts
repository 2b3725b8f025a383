import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { newId } from './id.ts'

/** Where files are kept, by keys of our own making. */
export interface Storage {
  write: (key: string, bytes: Buffer) => Promise<void>
  read: (key: string) => Promise<Buffer>
  remove: (key: string) => Promise<void>
}

/** Files under the data directory. A file is there whole or not at all. */
export function fileStorage(dataDir: string): Storage {
  const root = path.join(dataDir, 'files')
  return {
    async write(key, bytes) {
      const file = path.join(root, key)
      const unfinished = `${file}.${newId()}`
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(unfinished, bytes, { flush: true })
      await rename(unfinished, file)
    },
    read: (key) => readFile(path.join(root, key)),
    remove: (key) => rm(path.join(root, key), { force: true }),
  }
}
