import { mkdirSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isRoot, unprivilegedAccount } from './embedded-postgres/account.ts'
import { findBinaries } from './embedded-postgres/binaries.ts'
import type { Place } from './embedded-postgres/cluster.ts'
import { clusterOf, openCluster, passwordOf, superuser } from './embedded-postgres/cluster.ts'
import type { Lock } from './embedded-postgres/lock.ts'
import { lock, notOurs } from './embedded-postgres/lock.ts'
import { stopOrphans } from './embedded-postgres/orphan.ts'
import type { Postmaster } from './embedded-postgres/postmaster.ts'
import { startPostmaster } from './embedded-postgres/postmaster.ts'
import { EmbeddedPostgresProblem } from './embedded-postgres/problem.ts'
import { waitUntilReady } from './embedded-postgres/readiness.ts'

export { DataDirectoryInUse, EmbeddedPostgresProblem } from './embedded-postgres/problem.ts'

export interface EmbeddedPostgres {
  url: string
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  dataDir: string
  log: (line: string) => void
  settings?: Record<string, string>
  /** Called when the server ends without having been told to. */
  onExit?: (reason: string) => void
}

const database = 'tether'
const attempts = 20

/** Starts the PostgreSQL that lives in `dataDir`, alone: a directory in use is refused with DataDirectoryInUse. */
export async function startPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = path.resolve(options.dataDir)
  let held: Lock | undefined
  try {
    mkdirSync(dataDir, { recursive: true })
    held = lock(dataDir)
    return await startLocked({ ...options, dataDir: realpathSync(dataDir) }, held)
  } catch (error) {
    held?.release()
    throw explained(error, dataDir)
  }
}

async function startLocked(options: EmbeddedPostgresOptions, held: Lock): Promise<EmbeddedPostgres> {
  const { dataDir, log } = options
  const account = isRoot() ? unprivilegedAccount(clusterOf(dataDir)) : undefined
  const place: Place = { dataDir, log, account, binaries: findBinaries(account, log) }
  const cluster = await openCluster(place)
  const password = passwordOf(cluster)
  await stopOrphans(cluster, log)
  const postmaster = await startReady(place, cluster, password, options.settings ?? {})
  const url = `postgresql://${superuser}:${password}@127.0.0.1:${postmaster.port}/${database}`
  return { url, stop: stopper(postmaster, held, options) }
}

/** Tries again where waiting helps: a port that was taken meanwhile, or a killed server whose last children linger. */
async function startReady(
  place: Place,
  cluster: string,
  password: string,
  settings: Record<string, string>,
): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const postmaster = await startPostmaster(place, cluster, settings)
    const end = await readyOrEnded(postmaster, password)
    if (end === undefined) return postmaster
    const lines = postmaster.lastLines()
    const mayPass = /could not bind|still in use|lock file ".*" already exists/.test(lines)
    if (!mayPass || attempt === attempts)
      throw new EmbeddedPostgresProblem(`PostgreSQL did not start: it ${end}.\n${lines}`)
    await setTimeout(250)
  }
}

async function readyOrEnded(postmaster: Postmaster, password: string): Promise<string | undefined> {
  let end: string | undefined
  void postmaster.exited.then((reason) => (end = reason))
  try {
    const address = { port: postmaster.port, user: superuser, password, database }
    const isReady = await waitUntilReady(address, () => end !== undefined)
    return isReady ? undefined : end
  } catch (error) {
    await postmaster.stop()
    throw error
  }
}

function stopper(postmaster: Postmaster, held: Lock, { log, onExit }: EmbeddedPostgresOptions): () => Promise<void> {
  let stopping: Promise<void> | undefined
  void postmaster.exited.then((reason) => {
    if (stopping) return
    log(`PostgreSQL ended unexpectedly: it ${reason}.\n${postmaster.lastLines()}`)
    onExit?.(reason)
  })
  return () => (stopping ??= postmaster.stop().finally(() => held.release()))
}

const fileErrors = new Set(['EACCES', 'EPERM'])
const sqliteErrors = new Set([8, 14])

function explained(error: unknown, dataDir: string): unknown {
  const { code = '', errcode = 0, message } = error as { code?: string; errcode?: number; message: string }
  if (error instanceof EmbeddedPostgresProblem) return error
  return fileErrors.has(code) || sqliteErrors.has(errcode) ? notOurs(dataDir, message) : error
}
