import type { TestContext } from 'node:test'

import type { Browser } from 'playwright-core'

import type { Webchat } from '../webchat.ts'
import { startHostPage } from './host-page.ts'
import { arrive } from './visitor.ts'

/** Somebody in a browser of their own, on a site that has the chat of a real server. */
export async function visitSite(t: TestContext, browser: Browser, url: string, { key }: Pick<Webchat, 'key'>) {
  const host = await startHostPage(url, `<script async src="${url}/widget.js" data-webchat="${key}"></script>`)
  const context = await browser.newContext()
  t.after(async () => {
    await context.close()
    host.close()
  })
  return { context, url: host.url, ...(await arrive(context, host.url, url)) }
}
