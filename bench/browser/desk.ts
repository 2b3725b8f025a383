import path from 'node:path'

import type { Browser, BrowserContext, Page } from 'playwright-core'

const probe = path.join(import.meta.dirname, 'probe.js')
const patienceMilliseconds = 60_000
const aRow = '[data-conversation]'
const composer = '[data-composer]'

/** A page with a list, threads and a place to write, which name them by the same attributes. */
export interface Site {
  url: string
  signIn: (context: BrowserContext) => Promise<void>
}

/** One person at a browser of their own. */
export class Desk {
  readonly page: Page
  readonly #context: BrowserContext
  readonly #url: string

  private constructor(page: Page, context: BrowserContext, url: string) {
    this.page = page
    this.#context = context
    this.#url = url
  }

  static async open(browser: Browser, site: Site): Promise<Desk> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    await context.addInitScript({ path: probe })
    await site.signIn(context)
    const page = await context.newPage()
    page.setDefaultTimeout(patienceMilliseconds)
    return new Desk(page, context, site.url)
  }

  close(): Promise<void> {
    return this.#context.close()
  }

  /** Milliseconds from asking for the page to the first paint of its rows. */
  async goIn(): Promise<number> {
    await this.page.goto(this.#url)
    return this.page.evaluate<number>(`probe.shown('${aRow}')`)
  }

  /** Milliseconds from the press to the paint of its newest message. */
  press(conversationId: string, newestMessageId: string): Promise<number> {
    const row = `[data-conversation="${conversationId}"]`
    return this.page.evaluate<number>(`probe.pressed('${row}', '[data-message="${newestMessageId}"]')`)
  }

  async write(text: string, pauseMilliseconds: number): Promise<{ strokes: number[]; longest: number }> {
    await this.page.locator(composer).focus()
    await this.page.evaluate('probe.watchKeys(); probe.watchFrames()')
    await this.page.keyboard.type(text, { delay: pauseMilliseconds })
    const taken = await this.page.evaluate<{ strokes: number[]; longest: number }>('probe.taken()')
    await this.page.locator(composer).fill('')
    return taken
  }

  /** Where each row stands, by the conversation it is of. */
  async places(): Promise<Map<string, number>> {
    return new Map(await this.page.evaluate<Array<[string, number]>>('probe.places()'))
  }

  async pointAtList(): Promise<void> {
    const box = await this.page.locator(aRow).nth(4).boundingBox()
    if (box) await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  }
}
