import axe from 'axe-core'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

import { schemes } from './looks.ts'

/**
 * What axe finds in light, and what the other colours change about it. Where something is open over the page, that is looked
 * at, and what it hides of the page.
 */
export async function findings(page: Page, { isOpen = false } = {}): Promise<string[]> {
  const [first, ...others] = schemes
  await page.emulateMedia({ colorScheme: first })
  const part = isOpen ? overlay : 'document'
  const found = await run(page, part, isOpen ? noParts : '{}')
  if (isOpen) found.push(...(await run(page, 'document', onlyHidden)))
  for (const colorScheme of others) {
    await page.emulateMedia({ colorScheme })
    for (const each of await run(page, part, onlyColours)) found.push(`${colorScheme}: ${each}`)
  }
  await page.emulateMedia({ colorScheme: first })
  return found
}

// Of hundreds that are alike the first ones stand for all.
const alike = `['[role=option]:nth-child(n+20)', '.grid > button:nth-child(n+20)', '[role=menuitem]:nth-child(n+40)']`
const overlay = `(() => {
  const open = document.querySelectorAll('[role=menu], [role=listbox], [role=dialog], [role=alertdialog]')
  return open.length > 0 ? { include: [...open], exclude: ${alike} } : document
})()`
// What is open over a page belongs to no part of it.
const noParts = `{ rules: { region: { enabled: false } } }`
const onlyColours = `{ runOnly: ['color-contrast'] }`
const onlyHidden = `{ runOnly: ['aria-hidden-focus'] }`

/** Evaluated by the debugger, so that the page's policy stays as strict as it is. */
async function run(page: Page, part: string, options: string): Promise<string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in self`))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${part}, ${options})`)
  return violations.map(
    ({ id, nodes }) => `${id}: ${[...new Set(nodes.map(({ html }) => html))].slice(0, 4).join('\n   ')}`,
  )
}
