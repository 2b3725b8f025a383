import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, test } from 'node:test'

import axe from 'axe-core'
import type { AxeResults } from 'axe-core'
import { chromium } from 'playwright-core'
import type { BrowserContextOptions, Page } from 'playwright-core'

import { startApp } from './app.ts'
import { newOrganization } from './factories.ts'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const hasChromium = existsSync(executablePath)
if (!hasChromium && process.env['CI'] === 'true') throw new Error('There is no Chromium: set CHROMIUM_PATH.')
const skip = hasChromium ? false : 'there is no Chromium; install one, or set CHROMIUM_PATH'

// As root it has no sandbox; the others keep it from calling home.
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync']
const quiet = ['--disable-background-networking', '--disable-component-update']

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const schemes = ['light', 'dark'] as const

const server = await startApp({ worker: true })
const origin = await server.app.listen({ host: '127.0.0.1', port: 0 })
server.config.publicUrl = origin
const browser = hasChromium ? await chromium.launch({ executablePath, args: [...args, ...quiet] }) : undefined
after(() => browser?.close())

/** Swagger UI puts a button to copy the path inside the button that opens an operation, and begins its groups with an h3. */
const knownOfSwaggerUi = ['nested-interactive', 'heading-order']

for (const [path, ready, known] of [
  ['/', '.steps li', []],
  ['/api/docs', '.opblock', knownOfSwaggerUi],
] as const) {
  for (const [name, viewport] of Object.entries(sizes)) {
    for (const colorScheme of schemes) {
      test(
        `${path} on a ${name}, ${colorScheme}: asks nobody else, complains of nothing, is accessible`,
        { skip },
        async () => {
          const { page, problems } = await open({ viewport, colorScheme })
          await page.goto(origin + path)
          await page.waitForSelector(ready)
          assert.deepEqual(problems, [])
          assert.deepEqual(await violations(page, [...known]), [])
          assert.ok(await fitsWidth(page), 'it scrolls sideways')
          await page.context().close()
        },
      )
    }
  }
}

test('what is tried on the API page goes to this server, with the token of who logged in there', { skip }, async () => {
  const { user, password } = await newOrganization(server.app)
  const { page, problems } = await open()
  await page.goto(`${origin}/api/docs`)
  await send(page, 'Log-in-logIn', { email: user.email, password })
  const profile = await send(page, 'Users-readProfile')
  assert.match(profile, new RegExp(user.email))
  assert.deepEqual(problems, [])
  assert.deepEqual(await violations(page, knownOfSwaggerUi), [])
})

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

/** Opens an operation on the API page, tries it, and answers what came back. */
async function send(page: Page, operation: string, body?: object): Promise<string> {
  const block = page.locator(`#operations-${operation}`)
  await block.locator('.opblock-summary-control').click()
  await block.getByRole('button', { name: 'Try it out' }).click()
  if (body) await block.locator('textarea').fill(JSON.stringify(body))
  await block.getByRole('button', { name: 'Execute' }).click()
  return block.locator('.live-responses-table .highlight-code').first().innerText()
}

async function fitsWidth(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')
}

/** Evaluated by the debugger, so that the page's policy stays as strict as it is. */
async function violations(page: Page, known: string[] = []): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate<AxeResults>('axe.run()')
  return found.violations
    .filter(({ id }) => !known.includes(id))
    .map(({ id, impact, nodes }) => `${impact} ${id}: ${[...new Set(nodes.map((node) => node.html))].join('\n   ')}`)
}
