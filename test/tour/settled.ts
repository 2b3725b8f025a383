import type { Page, Request } from 'playwright-core'

export type Settled = () => Promise<void>

const longestWait = 30_000
/** It has words, and nothing that stands for something still to come; of that the page of the design system is full. */
const isStill = `document.fonts.status === 'loaded' && (location.pathname.endsWith('/design') ||
  (document.querySelector('main :is(h1, h2, p)') && !document.querySelector('.animate-breathe, main .animate-spin')))`
const nextFrames = 'new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => go(true))))'

/** Answers how to wait until the page has asked for all it needs and shows it. */
export function settling(page: Page): Settled {
  const running = new Set<Request>()
  page.on('request', (request) => running.add(request))
  page.on('requestfinished', (request) => running.delete(request))
  page.on('requestfailed', (request) => running.delete(request))
  return async () => {
    const deadline = Date.now() + longestWait
    // Between two questions there is a moment in which none is asked.
    for (let calm = 0; calm < 3;) {
      await page.evaluate(nextFrames)
      calm = running.size === 0 && (await page.evaluate<boolean>(`Boolean(${isStill})`)) ? calm + 1 : 0
      if (Date.now() > deadline)
        throw new Error(
          `${page.url()} does not come to rest: ${[...running].map((request) => request.url()).join(', ')}`,
        )
    }
  }
}

/** As the router's own links do it: nothing is loaded anew. Nothing has the focus or the pointer then. */
export async function goTo(page: Page, settled: Settled, address: string): Promise<void> {
  await page.mouse.move(0, 0)
  await page.evaluate('document.activeElement?.blur()')
  await page.evaluate(`history.pushState({}, '', ${JSON.stringify(address)})`)
  await page.waitForURL((url) => url.pathname === new URL(address, 'http://a').pathname)
  await settled()
}
