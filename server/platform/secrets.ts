import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { ConfigProblem } from './config.ts'

/** Keeps the secrets of providers unreadable in the database and in its backups. */
export interface Vault {
  seal(secret: unknown): string
  open(sealed: string): unknown
}

/** AES-256-GCM; the sealed text is base64 of a 12-byte nonce, the ciphertext and its 16-byte tag. */
export function createVault(key: string): Vault {
  const secretKey = createHash('sha256').update(key).digest()
  return {
    seal(secret) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', secretKey, nonce)
      const sealed = Buffer.concat([cipher.update(JSON.stringify(secret), 'utf8'), cipher.final()])
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64')
    },
    open(text) {
      const bytes = Buffer.from(text, 'base64')
      // A tag that was cut short would be guessed the sooner.
      const decipher = createDecipheriv('aes-256-gcm', secretKey, bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAuthTag(bytes.subarray(-16))
      return JSON.parse(decipher.update(bytes.subarray(12, -16)).toString('utf8') + decipher.final('utf8'))
    },
  }
}

/** A secret of this installation: made at the first start and kept in the data directory, readable by its owner only. */
export function keptSecret(dataDir: string, name: string): string {
  const file = path.join(dataDir, name)
  mkdirSync(dataDir, { recursive: true })
  if (!existsSync(file)) makeSecret(file)
  const secret = readFileSync(file, 'utf8').trim()
  if (secret) return secret
  throw new ConfigProblem(`${file} is empty: bring it back from a backup, or delete it to have a new one made.`)
}

/** It is there whole or not at all; of two processes that make it at once, both get the first one's. */
function makeSecret(file: string): void {
  const unfinished = `${file}.${process.pid}`
  writeFileSync(unfinished, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true })
  try {
    linkSync(unfinished, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(unfinished)
  }
}
