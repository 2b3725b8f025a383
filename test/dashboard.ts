import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

import axe from 'axe-core'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'

import { builtDashboard } from '../dashboard/build.ts'
import type { Config } from '../server/platform/config.ts'
import { startApp } from './app.ts'
import type { TestApp } from './app.ts'
import type { Person } from './factories.ts'

export interface Dashboard extends TestApp {
  url: string
}

/** The whole server with its pages, at an address of its own. */
export async function startDashboard(config: Partial<Config> = {}): Promise<Dashboard> {
  await builtDashboard()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  // Its own address is in what it hands out, and so has to be known before it listens.
  const server = await startApp({ worker: true, config: { publicUrl: url, ...config } })
  await server.app.listen({ host: '127.0.0.1', port })
  return { ...server, url }
}

export interface Desk {
  page: Page
  context: BrowserContext
  /** What no page of ours should do: ask somebody else, complain, break. */
  problems: string[]
}

interface Way {
  path?: string
  browser?: BrowserContextOptions
}

/** Somebody at their desk, signed in, with a page open. */
export async function sitDown(
  t: TestContext,
  browser: Browser,
  url: string,
  person: Person,
  way: Way = {},
): Promise<Desk> {
  const desk = await openDoor(t, browser, url, way.browser)
  const { email } = person.user
  const answer = await desk.context.request.post(`${url}/api/session`, { data: { email, password: person.password } })
  assert.equal(answer.status(), 200, await answer.text())
  await desk.page.goto(`${url}${way.path ?? '/inbox'}`)
  return desk
}

/** Somebody who has not signed in. */
export async function openDoor(
  t: TestContext,
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Desk> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  t.after(() => context.close())
  // Of a machine that does much else.
  context.setDefaultTimeout(90_000)
  const page = await context.newPage()
  const problems: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) problems.push(request.url())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text()))
      problems.push(message.text())
  })
  return { page, context, problems }
}

/** Evaluated by the debugger, so that the page's policy stays as strict as it is. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate<AxeResults>('axe.run()')
  return found.violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${[...new Set(nodes.map((node) => node.html))].join('\n   ')}`,
  )
}

export async function fitsWidth(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
