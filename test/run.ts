/** `npm test`: one database and one browser for the whole run, then Node's own runner, whose lines come last. */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { EmbeddedPostgres } from '../server/platform/embedded-postgres.ts'
import { startPostgres } from '../server/platform/embedded-postgres.ts'
import { ensureChromium } from './chromium.ts'

interface TestDatabase {
  url: string
  remove(): Promise<void>
}

const root = path.resolve(import.meta.dirname, '..')
const everything = ['{server,test,bench,bin}/**/*.test.ts']
const flagsWithValue = new Set(['--test-name-pattern', '--test-skip-pattern'])
/** Their data is gone after the run anyway. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

const chromiumPath = ensureChromium((line) => console.log(line))
if (chromiumPath) process.env['CHROMIUM_PATH'] = chromiumPath

const given = process.env['TEST_DATABASE_URL']
const database = given ? { url: given, remove: async () => undefined } : await startDatabase()
process.env['TEST_DATABASE_URL'] = database.url

try {
  process.exitCode = await runTests(process.argv.slice(2))
} finally {
  await database.remove()
}

async function startDatabase(): Promise<TestDatabase> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tether-test-'))
  // As root, PostgreSQL runs as somebody else, who must get in.
  chmodSync(dataDir, 0o755)
  const postgres = await startPostgres({ dataDir, settings, log: (line) => console.log(line) })
  const url = new URL(postgres.url)
  url.pathname = '/postgres'
  return { url: url.href, remove: () => remove(postgres, dataDir) }
}

async function remove(postgres: EmbeddedPostgres, dataDir: string): Promise<void> {
  await postgres.stop()
  for (const folder of [realpathSync(path.join(dataDir, 'postgres')), dataDir]) {
    rmSync(folder, { recursive: true, force: true })
  }
}

function runTests(rest: string[]): Promise<number> {
  const child = spawn(process.execPath, ['--test', '--test-reporter=spec', '--test-concurrency=2', ...selected(rest)], {
    cwd: root,
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? 128 + os.constants.signals[signal ?? 'SIGTERM']))
  })
}

/** Flags first, then what to run. */
function selected(rest: string[]): string[] {
  const isFlag = (index: number) => Boolean(rest[index]?.startsWith('-')) || flagsWithValue.has(rest[index - 1] ?? '')
  const files = rest.filter((_, index) => !isFlag(index))
  return [...rest.filter((_, index) => isFlag(index)), ...(files.length > 0 ? files : everything)]
}
