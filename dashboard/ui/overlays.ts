import { LazyParts } from './lazy-parts.ts'

export const menuParts = new LazyParts(() => import('./menu-parts.tsx'))
export const popoverParts = new LazyParts(() => import('./popover-parts.tsx'))
export const confirmParts = new LazyParts(() => import('./confirm-dialog.tsx'))

/** What opens over a page, before somebody opens it. */
export function fetchOverlays(): void {
  for (const parts of [menuParts, popoverParts, confirmParts]) parts.fetch()
}
