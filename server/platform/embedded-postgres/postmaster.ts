import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { closeSync, fchownSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Place } from './cluster.ts'
import { EmbeddedPostgresProblem } from './problem.ts'

export interface Postmaster {
  port: number
  /** Resolves with what is known about its end. */
  exited: Promise<string>
  lastLines(): string
  stop(): Promise<void>
}

const patience = 5000
const largestLog = 10 * 1024 * 1024

/** For forty people on a small machine; the memory is virtual until it is used. */
const defaults: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  // A socket's path may have 107 characters at most, and a clone may lie deeper.
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  wal_buffers: '16MB',
  min_wal_size: '128MB',
  max_wal_size: '1GB',
  synchronous_commit: 'on',
  random_page_cost: '1.1',
  effective_io_concurrency: '200',
  jit: 'off',
  // Parallel hashes live in /dev/shm, which containers limit to 64 MB, and fail there.
  max_parallel_workers_per_gather: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] %d ',
}

/**
 * Spawns the server itself rather than through the package's class, which knows neither locks nor orphans, cannot run
 * where the user it picks has no access, fixes the port beforehand and parses the log to learn that it is ready.
 */
export async function startPostmaster(
  place: Place,
  cluster: string,
  settings: Record<string, string>,
): Promise<Postmaster> {
  const port = await freePort()
  const logFile = path.join(place.dataDir, 'postgres.log')
  const log = openLog(logFile, place)
  const start = statSync(logFile).size
  const child = spawn(place.binaries.postgres, ['-D', cluster, '-p', String(port), ...flags(settings)], {
    // A session of its own: a terminal's Ctrl-C is for us, who need the database until the last request is done.
    detached: true,
    stdio: ['ignore', log, log],
    env: { LC_ALL: 'C' },
    ...(place.account && { uid: place.account.uid, gid: place.account.gid }),
  })
  closeSync(log)
  endWithUs(child, place)
  const exited = exitOf(child)
  return {
    port,
    exited,
    lastLines: () => linesSince(logFile, start),
    stop: () => stop(child, exited),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })
}

function openLog(file: string, { account }: Place): number {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largestLog) renameSync(file, `${file}.1`)
  const descriptor = openSync(file, 'a', 0o640)
  // Whom the cluster belongs to must be able to start it without root, too.
  if (account) fchownSync(descriptor, account.uid, account.gid)
  return descriptor
}

function flags(settings: Record<string, string>): string[] {
  return Object.entries({ ...defaults, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Ends the server when this process is gone, however it went: the pipe closes, and a shell that waits on it says so. */
function endWithUs(child: ChildProcess, { account }: Place): void {
  if (process.platform === 'win32' || child.pid === undefined) return
  const watcher = spawn('/bin/sh', ['-c', `read _; kill -INT ${child.pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    ...(account && { uid: account.uid, gid: account.gid }),
  })
  watcher.on('error', () => undefined)
  child.once('exit', () => watcher.kill('SIGKILL'))
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`failed: ${error.message}`))
    child.once('exit', (code, signal) => resolve(signal ? `was ended by ${signal}` : `exited with ${code}`))
  })
}

function linesSince(file: string, start: number): string {
  const lines = readFileSync(file).subarray(start).toString().trim().split('\n')
  return lines.slice(-15).join('\n')
}

/** Fast shutdown, then immediate (which the next start recovers from), then none at all. */
async function stop(child: ChildProcess, exited: Promise<string>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    child.kill(signal)
    const done = new AbortController()
    const waited = setTimeout(patience, undefined, { signal: done.signal }).catch(() => undefined)
    const end = await Promise.race([exited, waited])
    done.abort()
    if (end !== undefined) return
  }
  throw new EmbeddedPostgresProblem('PostgreSQL does not stop')
}
