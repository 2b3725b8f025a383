import type { Page } from 'playwright-core'

import type { Examples } from './furnishing.ts'

/** Something that opens over a page. */
interface Scene {
  name: string
  address: string
  open: (page: Page) => Promise<void>
  /** What is there once it is open; a dialog, a menu or a list where nothing is said. */
  shows?: string
}

export async function openScene(page: Page, { open, shows = overlays }: Scene): Promise<void> {
  await open(page)
  await page.locator(shows).first().waitFor()
}

const button = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()
const keys =
  (...pressed: string[]) =>
  async (page: Page) => {
    for (const key of pressed) await page.keyboard.press(key)
  }

/** The dialogs and sheets that buttons and keys open; menus and choices are found by themselves. */
export function scenesOf({ conversations, contact, webhook }: Examples): Scene[] {
  const [talk] = conversations
  const thread = `/inbox/${talk}?view=all`
  const person = `/contacts/${contact}`
  const chosen = (item: string | RegExp) => async (page: Page) => {
    await button('Actions')(page)
    await page.getByRole('menuitem', { name: item }).click()
  }
  return [
    { name: 'palette', address: '/inbox?view=all', open: keys('Control+k') },
    { name: 'keys', address: '/inbox?view=all', open: keys('?') },
    {
      name: 'bulk bar',
      address: '/inbox?view=all',
      open: keys('j', 'x', 'j', 'x'),
      shows: 'section[aria-label="What to do with the selected conversations"]',
    },
    { name: 'thread search', address: thread, open: keys('Control+Shift+f'), shows: '[role=search]' },
    { name: 'note', address: thread, open: keys('n'), shows: 'main .bg-note textarea' },
    { name: 'picture', address: thread, open: button(/^Open dent/), shows: '[role=dialog]' },
    {
      name: 'document',
      address: thread,
      open: (page) => page.getByRole('link', { name: /papers of the car/ }).click(),
    },
    { name: 'snooze', address: thread, open: keys('z') },
    { name: 'assign', address: thread, open: keys('a') },
    { name: 'tags', address: thread, open: keys('l') },
    { name: 'new contact', address: '/contacts', open: button('New contact') },
    { name: 'export', address: '/contacts', open: button('Export') },
    {
      name: 'chosen contacts',
      address: '/contacts',
      open: (page) => page.getByRole('checkbox').nth(1).click(),
      shows: 'text=1 selected',
    },
    { name: 'merge', address: person, open: chosen(/^Merge with/) },
    { name: 'delete contact', address: person, open: chosen('Delete contact') },
    { name: 'invite', address: '/settings/users', open: button(/Invite/) },
    { name: 'new department', address: '/settings/departments', open: button('Add department') },
    { name: 'new saved reply', address: '/settings/saved-replies', open: button('Add a saved reply') },
    { name: 'categories', address: '/settings/saved-replies', open: button('Categories') },
    { name: 'new webhook', address: '/settings/webhooks', open: button('Add a webhook') },
    { name: 'delivery', address: `/settings/webhooks/${webhook}?tab=deliveries`, open: firstDelivery },
    { name: 'somebody new', address: '/simulator', open: button('Somebody new') },
    // What was begun to be written is kept, and so this comes last.
    { name: 'saved replies', address: thread, open: keys('r', '/') },
  ]
}

async function firstDelivery(page: Page): Promise<void> {
  await page.getByRole('row').nth(1).getByRole('button').first().click()
}

/**
 * What opens something, by what it says of itself. Rows that are alike have alike buttons: the first of them stands for all.
 * Answers how many there are; each is marked with its number.
 */
export function markTriggers(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const seen = new Set()
    const names = []
    document.querySelectorAll('[data-tour]').forEach((each) => each.removeAttribute('data-tour'))
    for (const each of document.querySelectorAll('[aria-haspopup]:not(:disabled)')) {
      if (!each.checkVisibility() || each.closest('[aria-hidden=true], [inert]')) continue
      const name = each.getAttribute('aria-label') || each.textContent.trim() || each.id
      const key = each.closest('li, tr, article, [role=listitem]') ? 'row ' + each.className : name
      if (seen.has(key)) continue
      seen.add(key)
      each.dataset.tour = names.length
      names.push(name)
    }
    return names
  })()`)
}

export async function openTrigger(page: Page, at: number): Promise<void> {
  // What was opened before has left a word of its button on the screen.
  await page.mouse.move(0, 0)
  await page.evaluate('document.activeElement?.blur()')
  await page.locator(`[data-tour="${at}"]`).click()
  await page.locator(overlays).first().waitFor()
}

export async function closeOverlays(page: Page): Promise<void> {
  for (let tries = 0; tries < 5 && (await page.locator(overlays).count()) > 0; tries++)
    await page.keyboard.press('Escape')
}

// A list without a single choice has no height, and the dialog that it stands in is what opened.
const overlays = ['menu', 'listbox', 'dialog', 'alertdialog'].map((role) => `[role=${role}]:visible`).join()
