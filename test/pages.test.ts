import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, test } from 'node:test'

import axe from 'axe-core'
import type { AxeResults } from 'axe-core'
import { chromium } from 'playwright-core'
import type { BrowserContextOptions, Page } from 'playwright-core'

import { foundDemo } from '../server/demo/demo.ts'
import { startApp } from './app.ts'
import { curl } from './contract/curl.ts'
import type { Answer } from './contract/curl.ts'
import { loggedIn, newColleague, newOrganization, until } from './factories.ts'

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

/**
 * Of Swagger UI's own mark-up: a button that copies the path inside the one that opens the operation, groups that begin
 * with an h3, a head outside of every landmark, and regions of the same name.
 */
const knownOfSwaggerUi = ['nested-interactive', 'heading-order', 'region', 'landmark-unique']

for (const [path, ready, known] of [
  ['/developers', '.steps li', []],
  ['/api/docs', '.opblock-tag', knownOfSwaggerUi],
  ['/reset-password', 'form', []],
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

test('the link of a password reset leads to where one is chosen', { skip }, async () => {
  const admin = await newOrganization(server.app)
  const rep = await newColleague(server.app, admin, 'SALES_REP')
  const { resetLink } = (await admin.call('POST', '/api/user/reset-password', { userId: rep.user.id })).json()
  const { page, problems } = await open()
  await page.goto(`${origin}/reset-password${new URL(resetLink).hash}`)
  await page.getByLabel('New password').fill('chosen in the browser')
  await page.getByRole('button').click()
  await page.getByText('log in with it').waitFor()
  assert.equal((await loggedIn(server.app, rep.user.email, 'chosen in the browser')).user.id, rep.user.id)
  assert.deepEqual(problems, [])
  await page.context().close()
})

test('what is tried on the API page goes to this server, with the token of who logged in there', { skip }, async () => {
  const { user, password } = await newOrganization(server.app)
  const { page, problems } = await open()
  await page.goto(`${origin}/api/docs`)
  await send(page, 'Log-in', 'logIn', { email: user.email, password })
  const profile = await send(page, 'Users', 'readProfile')
  assert.match(profile, new RegExp(user.email))
  assert.deepEqual(problems, [])
  assert.deepEqual(await violations(page, knownOfSwaggerUi), [])
})

test('a command on the developers’ page is copied by its button', { skip }, async () => {
  const { page } = await open({ permissions: ['clipboard-read', 'clipboard-write'] })
  await page.goto(`${origin}/developers`)
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

test('the commands of the developers’ page work, typed one after another', async () => {
  const { user, password } = await newOrganization(server.app)
  const html = await homePageOf(origin)
  assert.doesNotMatch(html, /demo/i)
  await typeCommands(html, { 'you@example.com': user.email, 'your-password': password })
})

test('with a demo the developers’ page says how to log in to it, and its commands work as they are', async () => {
  const demo = await startApp({ worker: true, config: { demo: true } })
  const { email, password } = (await foundDemo(demo.db, demo.config))!
  demo.config.publicUrl = await demo.app.listen({ host: '127.0.0.1', port: 0 })
  const html = await homePageOf(demo.config.publicUrl)
  for (const text of [email, password]) assert.ok(html.includes(`<dd><code>${text}</code></dd>`), text)
  await typeCommands(html, {})
})

test('what is not a page may load nothing at all, and nothing of ours may be framed', async () => {
  const policies = ['/developers', '/api/docs', '/api/health', '/api/docs/static/swagger-ui.css', '/nothing'].map(
    async (url) => {
      const { headers } = await server.app.inject(url)
      return String(headers['content-security-policy'])
    },
  )
  const [home, docs, ...others] = await Promise.all(policies)
  for (const policy of [home!, docs!, ...others]) assert.match(policy, /default-src 'none'.*frame-ancestors 'none'/)
  for (const policy of [home!, docs!]) assert.doesNotMatch(policy, /unsafe|\*|https?:/)
  assert.equal(others[0], "default-src 'none';frame-ancestors 'none'")
})

async function homePageOf(url: string): Promise<string> {
  return (await fetch(`${url}/developers`)).text()
}

/** Does what the page asks for: takes the token and the conversation from the answers before. */
async function typeCommands(html: string, placeholders: Record<string, string>): Promise<void> {
  const known = { 'TOKEN="paste the token here"\n\n': '', ...placeholders } as Record<string, string>
  let received: unknown
  for (const command of commandsOf(html)) {
    const filled = Object.entries(known).reduce((text, [mark, value]) => text.replaceAll(mark, value), command)
    const isLast = command.includes('/api/simulator/messages')
    const answer = isLast ? await until(() => messagesOf(filled), 'the phone to receive it') : await curl(filled)
    assert.ok(answer.status < 300, `${filled}\n${JSON.stringify(answer)}`)
    const { token, conversationId } = answer.body as Record<string, string>
    if (token) known['$TOKEN'] = token
    if (conversationId) known['paste the conversationId here'] = conversationId
    received = (answer.body as { messages?: Array<{ body: string }> }).messages?.[0]?.body
  }
  assert.equal(received, 'We are, from 9 to 5.')
}

async function messagesOf(command: string): Promise<Answer | false> {
  const answer = await curl(command)
  return (answer.body as { messages: unknown[] }).messages.length > 0 && answer
}

function commandsOf(html: string): string[] {
  const blocks = [...html.matchAll(/<code id="step-\d+-code">([\s\S]*?)<\/code>/g)]
  return blocks.map(([, block]) =>
    block!
      .replace(/<\/?[a-z]+>/g, '')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
  )
}

/** Opens an operation on the API page, tries it, and answers what came back. */
async function send(page: Page, tag: string, operation: string, body?: object): Promise<string> {
  await page.locator(`#operations-tag-${tag}`).click()
  const block = page.locator(`#operations-${tag}-${operation}`)
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
