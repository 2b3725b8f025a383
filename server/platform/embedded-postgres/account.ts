import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { EmbeddedPostgresProblem } from './problem.ts'

/** Whom PostgreSQL runs as, where that is another user than ours. */
export interface Account {
  uid: number
  gid: number
  name: string
}

export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** PostgreSQL refuses to run as root: whoever owns the cluster already, or an unprivileged system user, runs it. */
export function unprivilegedAccount(cluster: string): Account {
  return clusterOwner(cluster) ?? namedAccount('postgres') ?? namedAccount('tether') ?? createdAccount() ?? nobody()
}

function clusterOwner(cluster: string): Account | undefined {
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (!owner || owner.uid === 0) return undefined
  return { uid: owner.uid, gid: owner.gid, name: nameOf(owner.uid) }
}

export function nameOf(uid: number): string {
  return accounts().find((account) => account.uid === uid)?.name ?? String(uid)
}

function namedAccount(name: string): Account | undefined {
  return accounts().find((account) => account.name === name && account.uid !== 0)
}

function accounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}

function createdAccount(): Account | undefined {
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'tether']],
    ['adduser', ['-S', '-H', '-D', '-s', '/bin/false', 'tether']],
  ]
  for (const [command, options] of ways) {
    try {
      execFileSync(command, options, { stdio: 'ignore' })
      return namedAccount('tether')
    } catch {
      // Neither command is on every system.
    }
  }
  return undefined
}

function nobody(): Account {
  const account = namedAccount('nobody')
  if (account) return account
  throw new EmbeddedPostgresProblem(
    'PostgreSQL does not run as root, and there is no other user here: start as an ordinary user, or set DATABASE_URL',
  )
}

/** Whether the account gets to a file or folder: all folders above let it through, and it may itself be read. */
export function canReach(account: Account, target: string): boolean {
  for (let folder = path.dirname(target); ; folder = path.dirname(folder)) {
    if (!mayDo(account, folder, 0o1)) return false
    if (folder === path.dirname(folder)) return mayDo(account, target, 0o5)
  }
}

function mayDo(account: Account, target: string, permission: number): boolean {
  const { mode, uid, gid } = statSync(target)
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
  return ((mode >> shift) & permission) === permission
}
