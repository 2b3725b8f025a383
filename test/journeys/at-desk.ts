import type { Locator, Page } from 'playwright-core'

import type { Person } from '../factories.ts'

/** The parts of the inbox, as somebody finds them who reads the page aloud. */
export function partsOf(page: Page) {
  return {
    list: page.getByRole('list', { name: 'Conversations' }),
    thread: page.getByRole('log', { name: 'Messages' }),
    field: page.getByRole('textbox', { name: /^Message to/ }),
    note: page.getByRole('textbox', { name: /^Internal note/ }),
    banner: (text: string) => page.getByText(text),
  }
}

/** The row of the list that says this. */
export function rowOf(page: Page, text: string | RegExp): Locator {
  return partsOf(page).list.getByRole('link').filter({ hasText: text })
}

export async function say(page: Page, text: string): Promise<void> {
  const { field } = partsOf(page)
  await field.fill(text)
  await field.press('Enter')
}

/** The ids of the messages and notes that the thread shows, in its order. */
export function shownEntries(page: Page): Promise<string[]> {
  return partsOf(page)
    .thread.locator('[data-message]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-message')!))
}

export interface Said {
  _id: string
  content: string
  status: string
  direction: string
}

/** What the server has of a conversation, the oldest first. */
export async function said(person: Person, conversationId: string): Promise<Said[]> {
  return (await person.call('GET', `/api/conversation/${conversationId}/messages?size=200`)).json().messages
}

export async function contentsOf(person: Person, conversationId: string): Promise<string[]> {
  return (await said(person, conversationId)).map(({ content }) => content)
}

/** For who wants no time to take back what they sent: it leaves at once. */
export const sendsAtOnce = `localStorage.setItem('tether.composer', JSON.stringify({ undoSeconds: 0 }))`
