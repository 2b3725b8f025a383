import axe from 'axe-core'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

import { schemes } from './looks.ts'

/** What axe finds in light, and what the other colours change about it. What is open over a page belongs to no part of it. */
export async function findings(page: Page, { isOpen = false } = {}): Promise<string[]> {
  const [first, ...others] = schemes
  await page.emulateMedia({ colorScheme: first })
  const found = await run(page, isOpen ? noParts : '{}')
  for (const colorScheme of others) {
    await page.emulateMedia({ colorScheme })
    for (const each of await run(page, onlyColours)) found.push(`${colorScheme}: ${each}`)
  }
  await page.emulateMedia({ colorScheme: first })
  return found
}

const noParts = `{ rules: { region: { enabled: false } } }`
const onlyColours = `{ runOnly: ['color-contrast'] }`

/** Evaluated by the debugger, so that the page's policy stays as strict as it is. */
async function run(page: Page, options: string): Promise<string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in self`))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`)
  return violations.map(
    ({ id, nodes }) => `${id}: ${[...new Set(nodes.map(({ html }) => html))].slice(0, 4).join('\n   ')}`,
  )
}
