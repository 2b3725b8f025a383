/**
 * `npm run screenshots`: starts the program with its demo organization, and writes a picture of every page and of what opens
 * over them, on a desk and on a phone, light and dark, for a person to look at. Words after it choose pages by their names.
 */
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { chromium } from 'playwright-core'

import { ensureChromium } from '../chromium.ts'
import { freePort } from '../crash/server.ts'
import { Program } from '../start/program.ts'
import { enter, register } from './caller.ts'
import { furnish } from './furnishing.ts'
import { devices } from './looks.ts'
import type { Device } from './looks.ts'
import { Photographer } from './photographer.ts'

const folder = path.resolve(import.meta.dirname, '../../screenshots')
const words = process.argv.slice(2)
const executablePath = ensureChromium((line) => console.log(line))
if (!executablePath) process.exit(1)

// As root, PostgreSQL runs as somebody else, who must get in.
const dataDir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'tether-screenshots-')))
chmodSync(dataDir, 0o755)
const program = new Program({ PORT: String(await freePort()), DATA_DIR: dataDir, DEMO: '1', SIGNUP: 'open' })
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const [, email = '', password = ''] = await program.says(/Demo log-in: +(\S+) +password: (\S+)/)
  const [, setupLink = ''] = await program.says(/Set it up at: (\S+)/)
  const examples = await furnish(await enter(program.url, email, password))
  const newcomer = { email: 'nina@example.com', password: 'correct horse battery' }
  await register(program.url, newcomer.email, newcomer.password)
  if (words.length === 0) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const device of Object.keys(devices) as Device[]) {
    const photographer = new Photographer({ browser, url: program.url, device, folder, words })
    await photographer.outside(setupLink)
    await photographer.everything({ email, password }, examples)
    await photographer.without({ email: 'dana@larkfield.example', password }, newcomer)
    for (const problem of photographer.problems) {
      console.log(problem)
      process.exitCode = 1
    }
  }
  console.log(`The screenshots are in ${folder}`)
} finally {
  await browser.close()
  await program.stop()
  rmSync(realpathSync(path.join(dataDir, 'postgres')), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}
