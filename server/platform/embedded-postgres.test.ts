import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import pg from 'pg'
import type { EmbeddedPostgres } from './embedded-postgres.ts'
import { DataDirectoryInUse, startPostgres } from './embedded-postgres.ts'
import { canReach } from './embedded-postgres/account.ts'

const settings = { fsync: 'off', full_page_writes: 'off' }
const silent = () => undefined
const isRoot = process.getuid?.() === 0
const nobody = 65534
const needsLinux = process.platform !== 'linux' && 'reads /proc'
const needsRoot = !isRoot && 'root only'

test('from nothing it answers as the database tether, and again after a stop', async (t) => {
  const dataDir = folder(t)
  mkdirSync(path.join(dataDir, 'postgres.unfinished'))
  writeFileSync(path.join(dataDir, 'postgres.unfinished', 'PG_VERSION'), 'half')

  const first = await start(t, dataDir)
  assert.match(first.url, /^postgresql:\/\/tether:[0-9a-f]{48}@127\.0\.0\.1:\d+\/tether$/)
  assert.deepEqual(
    await query(first.url, "SELECT current_database() AS name, version() ~ '^PostgreSQL 18' AS current"),
    [{ name: 'tether', current: true }],
  )
  assert.deepEqual(
    await query(first.url, "SELECT datcollate, datlocprovider, datlocale FROM pg_database WHERE datname = 'tether'"),
    [{ datcollate: 'C', datlocprovider: 'b', datlocale: 'C.UTF-8' }],
  )
  await keepRow(first.url)
  await Promise.all([first.stop(), first.stop()])

  const second = await start(t, dataDir)
  assert.equal(await countRows(second.url), 1)
  assert.equal(statSync(path.join(dataDir, 'postgres', 'password')).mode & 0o777, 0o600)
  assert.ok(!readdirSync(dataDir).includes('postgres.unfinished'))
})

test('a second start in the same directory is refused with the owner, and harms nothing', async (t) => {
  const dataDir = folder(t)
  const first = await start(t, dataDir)
  await keepRow(first.url)

  await assert.rejects(start(t, dataDir), (error: Error) => {
    assert.ok(error instanceof DataDirectoryInUse)
    assert.equal(error.message, `${dataDir} is in use by process ${process.pid}; stop it or set DATA_DIR`)
    return true
  })
  const other = owner(t, dataDir)
  assert.match(await other.firstLine, /is in use by process/)
  assert.equal(await countRows(first.url), 1)
})

test('of two processes that start at the same instant exactly one wins', async (t) => {
  const dataDir = folder(t)
  const lines = await Promise.all([owner(t, dataDir), owner(t, dataDir)].map((each) => each.firstLine))
  assert.equal(lines.filter((line) => line.startsWith('postgresql://')).length, 1)
  assert.equal(lines.filter((line) => line.includes('is in use by')).length, 1)
})

test('a server that dies is reported, and the next start finds what was committed', async (t) => {
  const dataDir = folder(t)
  const reported = Promise.withResolvers<string>()
  const first = await start(t, dataDir, { onExit: reported.resolve })
  await keepRow(first.url)
  process.kill(postmasterPid(dataDir), 'SIGKILL')
  assert.equal(await reported.promise, 'was ended by SIGKILL')
  await first.stop()

  const second = await start(t, dataDir)
  assert.equal(await countRows(second.url), 1)
})

test('when the owner is killed, its server ends too and the next start works', async (t) => {
  const dataDir = folder(t)
  const first = owner(t, dataDir)
  await keepRow(await first.firstLine)
  await kill(first.child)

  const second = await start(t, dataDir)
  assert.equal(await countRows(second.url), 1)
})

test('a server that outlived its killed owner is replaced', { skip: needsLinux }, async (t) => {
  const dataDir = folder(t)
  const first = owner(t, dataDir)
  await keepRow(await first.firstLine)
  const postmaster = postmasterPid(dataDir)
  for (const watcher of childrenOf(first.child).filter((pid) => pid !== postmaster)) process.kill(watcher, 'SIGKILL')
  await kill(first.child)
  assert.ok(process.kill(postmaster, 0))

  const lines: string[] = []
  const second = await start(t, dataDir, { log: (line) => lines.push(line) })
  assert.equal(await countRows(second.url), 1)
  assert.deepEqual(lines.filter((line) => line.includes('left running')).length, 1)
})

test('when owner and server are killed together, the next start finds what was committed', async (t) => {
  const dataDir = folder(t)
  const first = owner(t, dataDir)
  await keepRow(await first.firstLine)
  process.kill(postmasterPid(dataDir), 'SIGKILL')
  await kill(first.child)

  const second = await start(t, dataDir)
  assert.equal(await countRows(second.url), 1)
})

test(
  'a stale pid file does not block, though its pid now belongs to another program',
  { skip: needsLinux },
  async (t) => {
    const dataDir = folder(t)
    const first = await start(t, dataDir)
    const pidFile = path.join(dataDir, 'postgres', 'postmaster.pid')
    const content = readFileSync(pidFile, 'utf8')
    await first.stop()

    // The server's own check looks at nothing but whether it could signal the process: so that one is the same user's.
    const { uid, gid } = statSync(path.join(dataDir, 'postgres'))
    const foreign = spawn('sleep', ['60'], { stdio: 'ignore', ...(isRoot && { uid, gid }) })
    atEnd(t, () => foreign.kill())
    writeFileSync(pidFile, content.replace(/^\d+/, String(foreign.pid)))

    const second = await start(t, dataDir)
    assert.deepEqual(await query(second.url, 'SELECT 1 AS one'), [{ one: 1 }])
    assert.equal(foreign.exitCode ?? foreign.signalCode, null)
  },
)

test('a start that fails says what the server said', async (t) => {
  const dataDir = folder(t)
  await assert.rejects(
    start(t, dataDir, { settings: { shared_buffers: 'plenty' } }),
    /did not start.*exited with 1.*shared_buffers/s,
  )
  const second = await start(t, dataDir)
  assert.deepEqual(await query(second.url, 'SELECT 1 AS one'), [{ one: 1 }])
})

test('the path may be long, with spaces and any letters', async (t) => {
  const dataDir = path.join(folder(t), 'ein Ordner', 'données ünd 数据', 'long '.repeat(30).trim())
  const postgres = await start(t, dataDir)
  assert.deepEqual(await query(postgres.url, 'SELECT 1 AS one'), [{ one: 1 }])
})

test(
  'as root in a folder closed to others, the cluster is kept where its user can reach it',
  { skip: needsRoot },
  async (t) => {
    const dataDir = folder(t, 0o700)
    const first = await start(t, dataDir)
    await keepRow(first.url)
    await first.stop()
    assert.match(realpathSync(path.join(dataDir, 'postgres')), /^\/var\/lib\/tether\//)

    const second = await start(t, dataDir)
    assert.equal(await countRows(second.url), 1)
  },
)

test('an ordinary user starts it too, root goes on with it, and nobody else may', { skip: needsRoot }, async (t) => {
  if (
    ![process.execPath, import.meta.dirname].every((target) =>
      canReach({ uid: nobody, gid: nobody, name: 'nobody' }, target),
    )
  ) {
    return t.skip('this clone is closed to other users')
  }
  const theirs = folder(t)
  chownSync(theirs, nobody, nobody)
  const first = owner(t, theirs, nobody)
  await keepRow(await first.firstLine)
  first.child.stdin?.end()
  await once(first.child, 'exit')
  const second = await start(t, theirs)
  assert.equal(await countRows(second.url), 1)

  const roots = folder(t)
  await (await start(t, roots)).stop()
  assert.match(await owner(t, roots, nobody).firstLine, /belongs to another user.*set DATA_DIR$/)
})

type Extra = Partial<Parameters<typeof startPostgres>[0]>

async function start(t: TestContext, dataDir: string, extra: Extra = {}): Promise<EmbeddedPostgres> {
  const postgres = await startPostgres({
    dataDir,
    log: silent,
    ...extra,
    settings: { ...settings, ...extra.settings },
  })
  atEnd(t, () => postgres.stop())
  return postgres
}

function folder(t: TestContext, mode = 0o755): string {
  const created = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'tether-postgres-')))
  chmodSync(created, mode)
  atEnd(t, () => {
    const cluster = path.join(created, 'postgres')
    if (existsSync(cluster)) rmSync(realpathSync(cluster), { recursive: true, force: true })
    rmSync(created, { recursive: true, force: true })
  })
  return created
}

const cleanups = new WeakMap<TestContext, (() => unknown)[]>()

/** Last first, so that a folder goes after what runs in it. */
function atEnd(t: TestContext, cleanup: () => unknown): void {
  const present = cleanups.get(t)
  if (present) return void present.unshift(cleanup)
  const list = [cleanup]
  cleanups.set(t, list)
  t.after(async () => {
    for (const each of list) await each()
  })
}

/** Another process that starts the database, says its URL or what is wrong, and stops it when its input ends. */
function owner(t: TestContext, dataDir: string, uid?: number) {
  const program = `
    const { startPostgres } = await import(${JSON.stringify(import.meta.resolve('./embedded-postgres.ts'))})
    try {
      const postgres = await startPostgres({ dataDir: process.argv[1], log() {}, settings: ${JSON.stringify(settings)} })
      process.stdin.resume().once('end', () => postgres.stop())
      console.log(postgres.url)
    } catch (error) {
      console.log(error.message)
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, dataDir], {
    cwd: dataDir,
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid !== undefined && { uid, gid: uid }),
  })
  atEnd(t, async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.stdin.end()
    await once(child, 'exit')
  })
  return { child, firstLine: once(child.stdout, 'data').then(([chunk]) => String(chunk).trim()) }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

function childrenOf(child: ChildProcess): number[] {
  return readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').map(Number)
}

function postmasterPid(dataDir: string): number {
  return Number.parseInt(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}

async function keepRow(url: string): Promise<void> {
  await query(url, 'CREATE TABLE kept AS SELECT 1 AS one')
}

async function countRows(url: string): Promise<number> {
  return (await query(url, 'SELECT count(*)::int AS count FROM kept'))[0]?.['count'] as number
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', silent)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
