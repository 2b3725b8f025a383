import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'

import type { Page } from 'playwright-core'

import { foundDemo } from '../../server/demo/demo.ts'
import { fitsWidth, startDashboard } from '../dashboard.ts'
import { newEmail, password } from '../factories.ts'
import { addressesOf } from '../tour/addresses.ts'
import { enter, register } from '../tour/caller.ts'
import { findings } from '../tour/findings.ts'
import { furnish } from '../tour/furnishing.ts'
import { openWindow } from '../tour/looks.ts'
import type { Device } from '../tour/looks.ts'
import { closeOverlays, markTriggers, openScene, openTrigger, scenesOf } from '../tour/scenes.ts'
import { goTo, settling } from '../tour/settled.ts'
import type { Settled } from '../tour/settled.ts'
import { launch, skip } from '../widget/browser.ts'

const { db, config, url } = await startDashboard()
const logIn = (await foundDemo(db, config))!
const examples = await furnish(await enter(url, logIn.email, logIn.password))
const browser = (await launch())!

interface Seat {
  page: Page
  settled: Settled
}

test('axe finds nothing on any page on a desk, and on nothing that opens over one', { skip }, async (t) => {
  const seat = await sit(t, 'desk')
  const opened = new Set<string>()
  for (const address of await pagesWithin(seat)) {
    await steadily(t, seat, address, async () => {
      await goTo(seat.page, seat.settled, address)
      const found = await findings(seat.page)
      const here = new Set<string>()
      // The pieces of the design system are opened where they are used.
      const triggers = address === '/design' ? [] : await markTriggers(seat.page)
      for (const [at, name] of triggers.entries()) {
        if (opened.has(name)) continue
        here.add(name)
        await openTrigger(seat.page, at)
        await seat.settled()
        for (const each of await findings(seat.page, { isOpen: true }))
          if (!found.includes(each)) found.push(`${name}: ${each}`)
        await closeOverlays(seat.page)
      }
      assert.deepEqual(found, [])
      for (const name of here) opened.add(name)
    })
  }
  assert.ok(opened.size > 20, `only ${opened.size} things were opened`)
})

test('axe finds nothing on the dialogs and sheets that buttons and keys open', { skip }, async (t) => {
  const seat = await sit(t, 'desk')
  for (const scene of scenesOf(examples)) {
    const { name, address } = scene
    await steadily(t, seat, name, async () => {
      await goTo(seat.page, seat.settled, '/settings/profile')
      await goTo(seat.page, seat.settled, address)
      await openScene(seat.page, scene)
      await seat.settled()
      assert.deepEqual(await findings(seat.page, { isOpen: true }), [])
      await closeOverlays(seat.page)
    })
  }
})

test(
  'axe finds nothing on any page on a phone; none scrolls sideways there, nor at twice the size',
  { skip },
  async (t) => {
    const seat = await sit(t, 'phone')
    for (const address of await pagesWithin(seat)) {
      await steadily(t, seat, address, async () => {
        await seat.page.setViewportSize(held)
        await goTo(seat.page, seat.settled, address)
        assert.deepEqual(await findings(seat.page), [])
        for (const size of [narrow, zoomed, held]) {
          await seat.page.setViewportSize(size)
          await seat.settled()
          assert.ok(await fitsWidth(seat.page), `it scrolls sideways at ${size.width}`)
        }
      })
    }
  },
)

test('what an empty organization sees holds as well', { skip }, async (t) => {
  const email = newEmail()
  await register(url, email, password)
  const seat = await sit(t, 'desk', { email, password })
  for (const address of ['/inbox?view=all', '/contacts', '/contacts/duplicates', '/reports', '/settings/channels']) {
    await t.test(address, async () => {
      await goTo(seat.page, seat.settled, address)
      assert.deepEqual(await findings(seat.page), [])
    })
  }
})

test('whoever is not signed in finds a page without faults', { skip }, async (t) => {
  for (const device of ['desk', 'phone'] as const) {
    const page = await openWindow(browser, url, device)
    t.after(() => page.context().close())
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    assert.deepEqual(await findings(page), [], device)
    assert.ok(await fitsWidth(page), device)
  }
})

/** A page that was still on its way, on a machine that does much else, is looked at once more; what is wrong is wrong again. */
async function steadily(t: TestContext, { page }: Seat, name: string, look: () => Promise<void>): Promise<void> {
  await t.test(name, async () => {
    try {
      await look()
    } catch {
      await closeOverlays(page)
      await look()
    }
  })
}

/** Who is signed in is led on from the page for signing in. */
async function pagesWithin({ page, settled }: Seat): Promise<string[]> {
  return (await addressesOf(page, settled, examples)).filter((address) => address !== '/sign-in')
}

const held = { width: 390, height: 844 }
const narrow = { width: 360, height: 740 }
/** A window of 1440 by 900 at 200 %. */
const zoomed = { width: 720, height: 450 }

async function sit(t: TestContext, device: Device, who = logIn): Promise<Seat> {
  const page = await openWindow(browser, url, device, who)
  t.after(() => page.context().close())
  const settled = settling(page)
  await page.getByRole('main').waitFor()
  await settled()
  return { page, settled }
}
