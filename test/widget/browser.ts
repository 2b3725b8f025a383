import { existsSync } from 'node:fs'
import { after } from 'node:test'

import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const hasChromium = existsSync(executablePath)
if (!hasChromium && process.env['CI'] === 'true') throw new Error('There is no Chromium: set CHROMIUM_PATH.')

// As root it has no sandbox; the others keep it from calling home.
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']

export const skip = hasChromium ? false : 'there is no Chromium; install one, or set CHROMIUM_PATH'

/** One browser for a test file. */
export async function launch(): Promise<Browser | undefined> {
  const browser = hasChromium ? await chromium.launch({ executablePath, args }) : undefined
  after(() => browser?.close())
  return browser
}
