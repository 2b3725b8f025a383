import { readFileSync, readdirSync } from 'node:fs'

/** Who is whose child, as far as this system tells; the process itself comes first. */
export function familyOf(pid: number): number[] {
  const family = [pid]
  for (const each of family) family.push(...childrenOf(each))
  return family
}

export function childrenOf(pid: number): number[] {
  if (process.platform !== 'linux') return []
  const threads = attempt(() => readdirSync(`/proc/${pid}/task`)) ?? []
  const lists = threads.map(
    (thread) => attempt(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')) ?? '',
  )
  return lists.join(' ').split(' ').filter(Boolean).map(Number)
}

export function killOutright(pids: number[]): void {
  for (const pid of pids) attempt(() => process.kill(pid, 'SIGKILL'))
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    // It has ended in between.
    return undefined
  }
}
