import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, test } from 'node:test'

import { chromium } from 'playwright-core'
import type { BrowserContextOptions, Page } from 'playwright-core'

import { startApp } from './app.ts'
import { curl } from './contract/curl.ts'
import { newOrganization, until } from './factories.ts'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const hasChromium = existsSync(executablePath)
if (!hasChromium && process.env['CI'] === 'true') throw new Error('There is no Chromium: set CHROMIUM_PATH.')
const skip = hasChromium ? false : 'there is no Chromium; install one, or set CHROMIUM_PATH'

// As root it has no sandbox; the others keep it from calling home.
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync']
const quiet = ['--disable-background-networking', '--disable-component-update']
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const schemes = ['light', 'dark'] as const

const server = await startApp({ worker: true })
const origin = await server.app.listen({ host: '127.0.0.1', port: 0 })
server.config.publicUrl = origin
const browser = hasChromium ? await chromium.launch({ executablePath, args: [...args, ...quiet] }) : undefined
after(() => browser?.close())

for (const [path, ready] of [
  ['/', '.steps li'],
  ['/api/docs', '.opblock'],
] as const) {
  for (const [name, viewport] of Object.entries(sizes)) {
    for (const colorScheme of schemes) {
      test(`${path} on a ${name}, ${colorScheme}: asks nobody else, complains of nothing, is accessible`, { skip }, async () => {
        const { page, problems } = await open({ viewport, colorScheme })
        await page.goto(origin + path)
        await page.waitForSelector(ready)
        assert.deepEqual(problems, [])
        assert.deepEqual(await violations(page), [])
        assert.ok(await fitsWidth(page), 'it scrolls sideways')
      })
    }
  }
}

test('a command on the home page is copied by its button', { skip }, async () => {
  const { page } = await open({ permissions: ['clipboard-read', 'clipboard-write'] })
  await page.goto(origin)
  await page.getByRole('button', { name: 'Copy the command: Log in' }).click()
  await page.getByText('Copied', { exact: true }).waitFor()
  const copied = await page.evaluate('navigator.clipboard.readText()')
  assert.equal(copied, await page.locator('#step-1-code').textContent())
})

async function open(options: BrowserContextOptions = {}) {
  const context = await browser!.newContext(options)
  const page = await context.newPage()
  const problems: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin && !request.url().startsWith('data:')) problems.push(request.url())
  })
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`)
  })
  return { page, problems }
}

async function fitsWidth(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')
}

/** Evaluated by the debugger, so that the page's policy stays as strict as it is. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = (await page.evaluate('axe.run()')) as {
    violations: Array<{ id: string; impact: string; nodes: Array<{ html: string; failureSummary: string }> }>
  }
  return found.violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map((node) => node.html).join('\n   ')}`,
  )
}
