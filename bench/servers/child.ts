import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const root = path.resolve(import.meta.dirname, '../..')
const patienceMilliseconds = 60_000

/** A server in a process of its own. */
export interface Child {
  url: string
  /** From spawning to the first 200. */
  secondsToReady: number
  /** Resident memory of the process, in MB. */
  memory: () => number
  stop: () => Promise<void>
}

interface Command {
  file: string
  flags?: string[]
  arguments?: string[]
  env: Record<string, string>
  /** Answers 200 once the server can serve. */
  healthPath: string
}

export async function startChild(command: Command): Promise<Child> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const start = performance.now()
  const child = spawn(process.execPath, [...(command.flags ?? []), command.file, ...(command.arguments ?? [])], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'], ...command.env, PORT: String(port) },
  })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  await waitUntilReady(url + command.healthPath, () => child.exitCode === null).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { url, secondsToReady: (performance.now() - start) / 1000, memory: () => memoryOf(child.pid!), stop }
}

async function waitUntilReady(url: string, isAlive: () => boolean): Promise<void> {
  const end = Date.now() + patienceMilliseconds
  while (isAlive() && Date.now() < end) {
    const response = await fetch(url).catch(() => undefined)
    await response?.arrayBuffer()
    if (response?.status === 200) return
    await wait(10)
  }
  throw new Error(`Nothing answers at ${url}.`)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })
}

function memoryOf(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
}
