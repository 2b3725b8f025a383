import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import type { Account } from './account.ts'
import { canReach, nameOf } from './account.ts'
import type { Binaries } from './binaries.ts'
import { openSharedFolder, sharedFolder } from './binaries.ts'
import { notOurs } from './lock.ts'
import { EmbeddedPostgresProblem } from './problem.ts'

export interface Place {
  dataDir: string
  binaries: Binaries
  account: Account | undefined
  log: (line: string) => void
}

export const superuser = 'tether'

/** The folder of the cluster, created when there is none. */
export async function openCluster(place: Place): Promise<string> {
  const cluster = clusterOf(place.dataDir)
  if (!lstatSync(cluster, { throwIfNoEntry: false })) await createCluster(place, cluster)
  if (!existsSync(cluster)) {
    throw new EmbeddedPostgresProblem(`${cluster} points to a folder that is not there: bring it back, or set DATA_DIR`)
  }
  const folder = realpathSync(cluster)
  refuseForeign(place, folder)
  refuseOtherVersion(place, folder)
  return folder
}

export function clusterOf(dataDir: string): string {
  return path.join(dataDir, 'postgres')
}

export function passwordOf(cluster: string): string {
  return readFileSync(path.join(cluster, 'password'), 'utf8').trim()
}

/** It grows beside its place and is put there whole, so that a start that was killed leaves no half cluster. */
async function createCluster(place: Place, cluster: string): Promise<void> {
  const isHere = !place.account || canReach(place.account, place.dataDir)
  const hash = createHash('sha256').update(place.dataDir).digest('hex').slice(0, 12)
  // Of a start that was killed, an initdb may still be at work: never in the same folder.
  const unfinished = `${isHere ? cluster : path.join(sharedFolder, hash)}.unfinished`
  removeUnfinished(unfinished)
  const growing = `${unfinished}-${randomBytes(4).toString('hex')}`
  const target = isHere ? cluster : path.join(sharedFolder, `${hash}-${randomBytes(4).toString('hex')}`)
  if (!isHere) openSharedFolder()

  await initialize(place, growing)
  renameSync(growing, target)
  sync(path.dirname(target))
  if (isHere) return
  place.log(`user ${place.account?.name} cannot reach ${place.dataDir}: the database is in ${target}`)
  symlinkSync(target, cluster)
  sync(place.dataDir)
}

function removeUnfinished(start: string): void {
  const folder = path.dirname(start)
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(path.basename(start))) : []
  for (const name of names) rmSync(path.join(folder, name), { recursive: true, force: true })
}

async function initialize({ binaries, account }: Place, folder: string): Promise<void> {
  const passwordFile = `${folder}.password`
  mkdirSync(folder, { mode: 0o700 })
  writeFileSync(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 })
  if (account) [folder, passwordFile].forEach((target) => chownSync(target, account.uid, account.gid))

  await initdb(binaries, account, [
    `--pgdata=${folder}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-locale',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ])
  renameSync(passwordFile, path.join(folder, 'password'))
  sync(folder)
}

function initdb(binaries: Binaries, account: Account | undefined, options: string[]): Promise<void> {
  const child = spawn(binaries.initdb, options, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { LC_ALL: 'C' },
    ...(account && { uid: account.uid, gid: account.gid }),
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(doesNotRun(error.message)))
    child.once('close', (code, signal) => {
      if (code === 0) resolve()
      else if (code === 127) reject(doesNotRun(output.trim()))
      else reject(new EmbeddedPostgresProblem(`initdb failed (${signal ?? code}):\n${output.trim()}`))
    })
  })
}

/** The binaries are for glibc: a system with musl answers ENOENT for the loader, a bare one lacks a library. */
function doesNotRun(reason: string): EmbeddedPostgresProblem {
  return new EmbeddedPostgresProblem(
    `The embedded PostgreSQL does not run on this system (${reason}): run one yourself and set DATABASE_URL`,
  )
}

function sync(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

function refuseForeign({ dataDir, account }: Place, folder: string): void {
  const { uid } = statSync(folder)
  const ours = account?.uid ?? process.getuid?.()
  if (ours !== undefined && uid !== ours) throw notOurs(dataDir, `the database is user ${nameOf(uid)}'s`)
  if (account && !canReach(account, folder)) {
    throw new EmbeddedPostgresProblem(
      `PostgreSQL runs as user ${account.name}, who cannot reach ${folder}: let it through the folders above`,
    )
  }
}

function refuseOtherVersion({ binaries }: Place, folder: string): void {
  const theirs = readFileSync(path.join(folder, 'PG_VERSION'), 'utf8').trim()
  const ours = binaries.version.split('.')[0]
  if (theirs === ours) return
  throw new EmbeddedPostgresProblem(
    `${folder} is of PostgreSQL ${theirs}, and this is ${ours}: dump it with the one and load it with the other`,
  )
}
