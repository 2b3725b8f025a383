import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'

import { childrenOf, familyOf, killOutright } from './processes.ts'

const root = path.join(import.meta.dirname, '../..')

/** Node alone; Node without whom it left to end its PostgreSQL; PostgreSQL alone; or all of them in one moment. */
export type Death = 'node' | 'node and watcher' | 'postgres' | 'everything'

/** What dies alone elsewhere takes nothing with it that a test could find. */
export const deaths: readonly Death[] =
  process.platform === 'linux' ? ['node', 'node and watcher', 'postgres', 'everything'] : ['node', 'postgres']

/** The server as its users run it, with an embedded database in a folder of its own, to be killed and started again. */
export class Server {
  readonly dataDir: string
  readonly url: string
  readonly #environment: Record<string, string>
  #child: ChildProcess | undefined

  constructor(port: number, environment: Record<string, string> = {}) {
    this.dataDir = newDataDir()
    this.url = `http://127.0.0.1:${port}`
    this.#environment = { DATA_DIR: this.dataDir, PORT: String(port), LOG_LEVEL: 'warn', ...environment }
  }

  /** Answers after how many milliseconds it can serve. */
  async start(): Promise<number> {
    const begin = performance.now()
    const log = openSync(this.#logFile, 'a')
    const child = spawn(process.execPath, ['server/main.ts'], {
      cwd: root,
      stdio: ['ignore', log, log],
      env: { PATH: process.env['PATH'] ?? '', ...this.#environment },
    })
    closeSync(log)
    this.#child = child
    while (!(await this.isHealthy())) {
      if (hasEnded(child)) throw new Error(`The server ended at its start:\n${this.lastLines()}`)
      await setTimeout(20)
    }
    return performance.now() - begin
  }

  async isHealthy(): Promise<boolean> {
    const response = await fetch(`${this.url}/api/health`).catch(() => undefined)
    return response?.status === 200
  }

  async die(death: Death): Promise<void> {
    const child = this.#child!
    const ended = hasEnded(child) ? undefined : once(child, 'exit')
    killOutright(this.#victims(child.pid!, death))
    await ended
  }

  /** Answers the exit code. */
  async stop(): Promise<number | null> {
    const child = this.#child!
    if (hasEnded(child)) return child.exitCode
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
    return child.exitCode
  }

  databaseUrl(): string {
    const password = readFileSync(path.join(this.dataDir, 'postgres/password'), 'utf8').trim()
    const port = readFileSync(path.join(this.dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[3]
    return `postgresql://tether:${password}@127.0.0.1:${port}/tether`
  }

  lastLines(): string {
    return readFileSync(this.#logFile, 'utf8').split('\n').slice(-20).join('\n')
  }

  async remove(): Promise<void> {
    if (this.#child && !hasEnded(this.#child)) await this.die('everything')
    const cluster = path.join(this.dataDir, 'postgres')
    if (existsSync(cluster)) rmSync(realpathSync(cluster), { recursive: true })
    rmSync(this.dataDir, { recursive: true })
  }

  #victims(node: number, death: Death): number[] {
    const postmaster = this.#postmaster()
    if (death === 'postgres') return [postmaster]
    if (death === 'everything') return [...familyOf(node), ...familyOf(postmaster)]
    return death === 'node' ? [node] : [...childrenOf(node).filter((pid) => pid !== postmaster), node]
  }

  #postmaster(): number {
    return Number.parseInt(readFileSync(path.join(this.dataDir, 'postgres/postmaster.pid'), 'utf8'), 10)
  }

  get #logFile(): string {
    return path.join(this.dataDir, 'server.log')
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

function newDataDir(): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'tether-crash-')))
  // As root, PostgreSQL runs as somebody else, who must get in.
  chmodSync(folder, 0o755)
  return folder
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
