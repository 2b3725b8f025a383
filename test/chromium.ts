import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const aptGet = 'apt-get update && apt-get install -y --no-install-recommends chromium'
const installer = path.join(import.meta.dirname, '..', 'node_modules', '.bin', 'playwright-core')

/** The browser that the tests drive; installed when there is none, and undefined when that fails too. */
export function ensureChromium(log: (line: string) => void): string | undefined {
  const present = findChromium()
  if (present) return present
  log('Installing Chromium for the browser tests …')
  for (const [command, ...options] of waysToInstall()) {
    const installed = run(command, options) ? findChromium() : undefined
    if (installed) return installed
  }
  log('There is no Chromium, and none could be installed: install one, or set CHROMIUM_PATH.')
  return undefined
}

export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  return [process.env['CHROMIUM_PATH'] ?? '', ...onPath, chromium.executablePath()].find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return path.isAbsolute(file)
  } catch {
    return false
  }
}

function waysToInstall(): [string, ...string[]][] {
  const isDebian = existsSync('/usr/bin/apt-get')
  const isRoot = process.getuid?.() === 0
  const ways: [string, ...string[]][] = [[process.execPath, installer, 'install', 'chromium']]
  if (isDebian && isRoot) ways.unshift(['sh', '-c', aptGet])
  if (isDebian && !isRoot) ways.unshift(['sudo', '-n', 'sh', '-c', aptGet])
  return ways
}

function run(command: string, options: string[]): boolean {
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    execFileSync(command, options, { stdio: 'ignore', env, timeout: 10 * 60_000 })
    return true
  } catch {
    return false
  }
}
