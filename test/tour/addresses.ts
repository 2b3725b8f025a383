import type { Page } from 'playwright-core'

import type { Examples } from './furnishing.ts'
import { goTo } from './settled.ts'
import type { Settled } from './settled.ts'

/** Of routes that hold more than one page, or want to be seen with something in their address. */
const also: Record<string, string[]> = {
  '/inbox': [
    '/inbox?view=all',
    '/inbox?view=all&state=resolved',
    '/inbox?view=snoozed',
    '/inbox?view=all&search=nobody',
  ],
}

/**
 * Every page, as the router that runs in the browser knows them, and every page of the settings as their menu has them: one
 * that is new is in the list by itself, and one whose address holds an unknown id is refused until it gets an example.
 */
export async function addressesOf(page: Page, settled: Settled, examples: Examples): Promise<string[]> {
  const known = await page.evaluate<string[]>('Object.keys(self.__TSR_ROUTER__.routesByPath)')
  const paths = new Set(known.map((path) => path.replace(/(?<=.)\/$/, '')))
  await goTo(page, settled, '/settings')
  const filled: Record<string, string[]> = {
    ...also,
    '/inbox/$conversationId': examples.conversations.map((id) => `/inbox/${id}?view=all`),
    '/contacts/$contactId': contactTabs.map((tab) => `/contacts/${examples.contact}${tab}`),
    '/contacts/imports/$importId': [`/contacts/imports/${examples.import}`],
    '/settings/$page': await settingsOf(page),
    '/settings/$page/$id': [
      '/settings/channels/new',
      ...channelKinds.map((kind) => `/settings/channels/new?kind=${kind}`),
      ...examples.channels.map((id) => `/settings/channels/${id}`),
      `/settings/webhooks/${examples.webhook}`,
    ],
  }
  // It only leads on.
  paths.delete('/')
  return [...paths].flatMap((path) => filled[path] ?? [plain(path)])
}

const contactTabs = ['', '?tab=conversations', '?tab=timeline', '?tab=notes', '?tab=files']
const channelKinds = ['twilio', 'kannel', 'messenger', 'simulatedNumber', 'simulatedPage', 'webchat']

function settingsOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('nav a[href*="/settings/"]')].map((link) => new URL(link.href).pathname)`,
  )
}

function plain(path: string): string {
  if (path.includes('$')) throw new Error(`There is no example for ${path}: name one in test/tour/addresses.ts.`)
  return path
}

/** A name for a file. */
export function nameOf(address: string): string {
  return (
    address
      .replaceAll(/[0-9a-f]{24}/g, 'one')
      .replaceAll(/[^a-z0-9]+/gi, '-')
      .replaceAll(/^-|-$/g, '') || 'home'
  )
}
