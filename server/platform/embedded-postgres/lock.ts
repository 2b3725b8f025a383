import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DataDirectoryInUse, EmbeddedPostgresProblem } from './problem.ts'

export interface Lock {
  release(): void
}

const sqliteBusy = 5
const held = new Set<DatabaseSync>()

/**
 * Node offers no file lock, but SQLite takes one: the kernel gives it to one process at a time and frees it however
 * that process ends. A file with a pid does neither, and pids come again, in containers within seconds.
 */
export function lock(dataDir: string): Lock {
  const ownerFile = path.join(dataDir, 'postgres.owner')
  const database = open(dataDir, ownerFile)
  writeFileSync(ownerFile, `${process.pid}\n`)
  held.add(database)
  return {
    release() {
      if (held.delete(database)) database.close()
    },
  }
}

function open(dataDir: string, ownerFile: string): DatabaseSync {
  const database = new DatabaseSync(path.join(dataDir, 'postgres.lock'), { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error
    throw new DataDirectoryInUse(`${dataDir} is in use by ${owner(ownerFile)}; stop it or set DATA_DIR`)
  }
}

function owner(file: string): string {
  try {
    return `process ${readFileSync(file, 'utf8').trim()}`
  } catch {
    return 'another process'
  }
}

/** For a message that explains what SQLite, or the file system, refused. */
export function notOurs(dataDir: string, reason: string): EmbeddedPostgresProblem {
  return new EmbeddedPostgresProblem(
    `${dataDir} belongs to another user (${reason}): start as that user, give the directory to this one, or set DATA_DIR`,
  )
}
