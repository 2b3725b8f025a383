import type { TestContext } from 'node:test'

import axe from 'axe-core'
import type { AxeResults } from 'axe-core'
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Frame,
  FrameLocator,
  Locator,
  Page,
} from 'playwright-core'

import type { Settings } from '../../widget/panel/protocol.ts'
import { startFakeWebchat } from './fake-webchat.ts'
import type { FakeWebchat } from './fake-webchat.ts'
import { startHostPage } from './host-page.ts'

export interface Visitor {
  fake: FakeWebchat
  url: string
  context: BrowserContext
  page: Page
  panel: FrameLocator
  bubble: Locator
  field: Locator
  problems: string[]
}

interface Wishes {
  settings?: Partial<Settings>
  browser?: BrowserContextOptions
  tags?: (fake: FakeWebchat) => string
}

/** Somebody in a browser, on a site that has the chat. */
export async function newVisitor(
  t: TestContext,
  browser: Browser,
  dist: string,
  wishes: Wishes = {},
): Promise<Visitor> {
  const fake = await startFakeWebchat(dist, wishes.settings)
  const tags = wishes.tags ?? (({ url, key }) => `<script async src="${url}/widget.js" data-webchat="${key}"></script>`)
  const host = await startHostPage(fake.url, tags(fake))
  const context = await browser.newContext(wishes.browser)
  t.after(async () => {
    await context.close()
    fake.close()
    host.close()
  })
  return { fake, url: host.url, context, ...(await arrive(context, host.url, fake.url)) }
}

/** Another tab of the same browser on the same site. */
export async function arrive(context: BrowserContext, hostUrl: string, chatUrl: string) {
  const page = await context.newPage()
  const problems: string[] = []
  page.on('request', (request) => {
    if (![hostUrl, chatUrl].some((url) => request.url().startsWith(url)) && !/^(data|blob):/.test(request.url()))
      problems.push(request.url())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (/Content.Security|violates/i.test(message.text())) problems.push(message.text())
  })
  await page.goto(hostUrl)
  const panel = page.frameLocator('iframe')
  return { page, panel, problems, bubble: page.locator('button.bubble'), field: panel.locator('footer textarea') }
}

export async function writes({ field }: Pick<Visitor, 'field'>, text: string): Promise<void> {
  await field.fill(text)
  await field.press('Enter')
}

/** The texts of the thread as they are shown, in order. */
export async function thread({ panel }: Pick<Visitor, 'panel'>): Promise<string[]> {
  return panel.locator('[role=log] .text').allTextContents()
}

export async function violations(page: Page): Promise<string[]> {
  const found = await Promise.all(page.frames().map((frame) => violationsIn(frame)))
  return found.flat()
}

/** Evaluated by the debugger, so that the pages' policies stay as strict as they are. */
async function violationsIn(frame: Frame): Promise<string[]> {
  await frame.evaluate(axe.source)
  const found = await frame.evaluate<AxeResults>('axe.run(document, { iframes: false })')
  return found.violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${[...new Set(nodes.map((node) => node.html))].join('\n   ')}`,
  )
}
