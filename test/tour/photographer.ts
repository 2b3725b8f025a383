import path from 'node:path'

import type { Browser, Page } from 'playwright-core'

import { addressesOf, nameOf } from './addresses.ts'
import type { Examples } from './furnishing.ts'
import { openWindow, schemes } from './looks.ts'
import type { Device } from './looks.ts'
import { closeOverlays, markTriggers, openScene, openTrigger, scenesOf } from './scenes.ts'
import { goTo, settling } from './settled.ts'
import type { Settled } from './settled.ts'

interface LogIn {
  email: string
  password: string
}

interface Work {
  browser: Browser
  url: string
  device: Device
  folder: string
  /** Only what has one of them in its name; none is everything. */
  words: string[]
}

interface Seat {
  page: Page
  settled: Settled
}

/** What a page shows somebody who has nothing yet. */
const emptyPages = [
  '/inbox?view=all',
  '/contacts',
  '/contacts/imports',
  '/contacts/duplicates',
  '/reports',
  '/simulator',
  '/settings',
  '/settings/channels',
  '/settings/webhooks',
  '/settings/saved-replies',
  '/settings/fields',
]
const nobody = '0'.repeat(24)
const forbiddenPages = [
  '/settings/users',
  '/settings/nothing',
  `/inbox/${nobody}`,
  `/contacts/${nobody}`,
  '/inbox',
  '/settings',
]
const brokenPages = ['/inbox?view=all', '/contacts', '/reports', '/settings/webhooks', '/settings/users']

/** Writes what it sees on one device. */
export class Photographer {
  readonly problems: string[] = []
  readonly #work: Work

  constructor(work: Work) {
    this.#work = work
  }

  /** What everybody sees. */
  async outside(setupLink: string): Promise<void> {
    const { url } = this.#work
    const seat = await this.#sit()
    for (const [name, address] of [
      ['setup', setupLink],
      ['demo', `${url}/demo`],
    ] as const) {
      await this.#try(name, async () => {
        await seat.page.goto(address)
        await seat.page.getByRole('heading').first().waitFor()
        await this.#shoot(seat, name)
      })
    }
    await this.#try('demo-open', async () => {
      await seat.page.goto(`${url}/demo`)
      await seat.page.locator('[data-webchat], tether-webchat, button').last().click()
      await this.#shoot(seat, 'demo-open')
    })
    await seat.page.context().close()
  }

  /** Every page, what opens over it, and what one asks for by a button. */
  async everything(logIn: LogIn, examples: Examples): Promise<void> {
    const seat = await this.#sit(logIn)
    await seat.settled()
    const seen = new Set<string>()
    for (const address of await addressesOf(seat.page, seat.settled, examples)) {
      await this.#try(nameOf(address), async () => {
        await goTo(seat.page, seat.settled, address)
        await this.#shoot(seat, nameOf(address))
        if (address !== '/design') await this.#triggers(seat, nameOf(address), seen)
      })
    }
    for (const scene of scenesOf(examples)) {
      const { name, address } = scene
      const file = `${nameOf(address)}--${nameOf(name)}`
      await this.#try(file, async () => {
        await goTo(seat.page, seat.settled, '/settings/profile')
        await goTo(seat.page, seat.settled, address)
        await openScene(seat.page, scene)
        await this.#shoot(seat, file)
        await closeOverlays(seat.page)
      })
    }
    await seat.page.context().close()
  }

  /** Pages without content, without permission, and without a server. */
  async without(rep: LogIn, newcomer: LogIn): Promise<void> {
    await this.#walk(newcomer, 'empty', emptyPages)
    await this.#walk(rep, 'rep', forbiddenPages)
    await this.#walk(rep, 'broken', brokenPages, (page) =>
      page.route('**/api/**', (route) => route.fulfill({ status: 500 })),
    )
  }

  async #walk(
    logIn: LogIn,
    prefix: string,
    addresses: string[],
    prepare?: (page: Page) => Promise<unknown>,
  ): Promise<void> {
    const seat = await this.#sit(logIn)
    await seat.settled()
    await prepare?.(seat.page)
    for (const address of addresses) {
      const name = `${prefix}-${nameOf(address)}`
      await this.#try(name, async () => {
        await goTo(seat.page, seat.settled, address)
        await this.#shoot(seat, name)
      })
    }
    await seat.page.context().close()
  }

  async #triggers(seat: Seat, name: string, seen: Set<string>): Promise<void> {
    const triggers = await markTriggers(seat.page)
    for (const [at, trigger] of triggers.entries()) {
      if (seen.has(trigger)) continue
      seen.add(trigger)
      const file = `${name}--menu-${nameOf(trigger).slice(0, 40)}`
      await this.#try(file, async () => {
        await openTrigger(seat.page, at)
        await this.#shoot(seat, file)
      })
      await closeOverlays(seat.page)
    }
  }

  async #sit(logIn?: LogIn): Promise<Seat> {
    const { browser, url, device } = this.#work
    const page = await openWindow(browser, url, device, logIn)
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => this.problems.push(`${page.url()}: ${String(error)}`))
    return { page, settled: settling(page) }
  }

  async #try(name: string, work: () => Promise<void>): Promise<void> {
    const { words, device } = this.#work
    if (words.length > 0 && !words.some((word) => name.includes(word))) return
    await work().catch((error: Error) => this.problems.push(`${device} ${name}: ${error.message.split('\n')[0]}`))
  }

  async #shoot({ page, settled }: Seat, name: string): Promise<void> {
    await settled()
    const size = page.viewportSize()!
    const rest = Math.min(await page.evaluate<number>(hiddenBelow), mostHeight - size.height)
    if (rest > 0) await page.setViewportSize({ ...size, height: size.height + rest })
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme })
      const { folder, device } = this.#work
      await page.screenshot({ path: path.join(folder, `${name}-${device}-${colorScheme}.png`) })
    }
    await page.emulateMedia({ colorScheme: 'light' })
    if (rest > 0) await page.setViewportSize(size)
  }
}

const mostHeight = 2400
/** How much of a page, other than a list without end, lies below the window. */
const hiddenBelow = `Math.max(0, ...[...document.querySelectorAll('*')]
  .filter((each) => each.querySelector('main, h1') || each.matches('main'))
  .filter((each) => each === document.documentElement || /auto|scroll/.test(getComputedStyle(each).overflowY))
  .map((each) => each.scrollHeight - each.clientHeight))`
