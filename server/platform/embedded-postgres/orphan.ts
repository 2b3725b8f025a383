import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'

const patience = 5000

/**
 * Ends what a killed owner left running on the cluster, and removes its pid file. The caller holds the lock, so nobody
 * owns these processes; and PostgreSQL itself would refuse to start if any process now had the pid in that file.
 */
export async function stopOrphans(cluster: string, log: (line: string) => void): Promise<void> {
  const pidFile = path.join(cluster, 'postmaster.pid')
  if (process.platform === 'win32' || !existsSync(pidFile)) return
  const postmaster = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
  const orphans = processesOn(cluster)
  if (orphans.length > 0) log('stopping the PostgreSQL that a killed process left running')
  if (orphans.includes(postmaster)) await end(cluster, postmaster)
  for (const pid of processesOn(cluster)) send(pid, 'SIGKILL')
  await ended(cluster)
  rmSync(pidFile, { force: true })
}

async function end(cluster: string, postmaster: number): Promise<void> {
  send(postmaster, 'SIGINT')
  if (await ended(cluster)) return
  send(postmaster, 'SIGQUIT')
  await ended(cluster)
}

async function ended(cluster: string): Promise<boolean> {
  for (const start = performance.now(); performance.now() - start < patience; await setTimeout(15)) {
    if (processesOn(cluster).length === 0) return true
  }
  return false
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended in between.
  }
}

function processesOn(cluster: string): number[] {
  if (process.platform !== 'linux') return postmastersOn(cluster)
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isOn(cluster, pid))
}

/**
 * A server process works in the folder of its cluster. Root in a container may not see that of another user's process,
 * but everybody sees the command line, which in the postmaster still names the folder.
 */
function isOn(cluster: string, pid: number): boolean {
  const read = (name: string) => attempt(() => readFileSync(`/proc/${pid}/${name}`, 'utf8'))
  if (read('comm')?.trim() !== 'postgres') return false
  if (attempt(() => readlinkSync(`/proc/${pid}/cwd`)) === cluster) return true
  return read('cmdline')?.split('\0').includes(cluster) ?? false
}

function attempt(read: () => string): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

function postmastersOn(cluster: string): number[] {
  return execFileSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('postgres') && line.includes(` -D ${cluster} `))
    .map((line) => Number.parseInt(line, 10))
}
