/** `npm test`: one database and one browser for the whole run, then Node's own runner, whose lines come last. */
import { spawn } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'

import { builtDashboard } from '../dashboard/build.ts'
import { builtWidget } from '../widget/build.ts'
import { ensureChromium } from './chromium.ts'
import { startTestServer } from './server.ts'

const root = path.resolve(import.meta.dirname, '..')
const everything = ['{server,widget,dashboard,test,bench,bin}/**/*.test.ts']
// A file that hangs is red after a quarter of an hour, instead of never ending.
const limits = ['--test-concurrency=2', '--test-timeout=900000']
const flagsWithValue = new Set(['--test-name-pattern', '--test-skip-pattern'])

const chromiumPath = ensureChromium((line) => console.log(line))
if (chromiumPath) process.env['CHROMIUM_PATH'] = chromiumPath

// Here once, so that no two files build them at the same moment.
await builtWidget()
await builtDashboard()
const removeServer = await startTestServer()
try {
  process.exitCode = await runTests(process.argv.slice(2))
} finally {
  await removeServer()
}

function runTests(rest: string[]): Promise<number> {
  const child = spawn(process.execPath, ['--test', '--test-reporter=spec', ...limits, ...selected(rest)], {
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
