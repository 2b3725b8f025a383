import { classes } from './classes.ts'

const tab =
  'relative inline-flex h-9 shrink-0 items-center gap-1.5 px-1 text-sm font-medium whitespace-nowrap text-muted outline-offset-[-2px] hover:text-text'
const mark = 'after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:rounded-full'

/** The look of a tab, for links that are views of one page. */
export function tabClasses(isActive: boolean): string {
  return classes(tab, mark, isActive ? 'text-text after:bg-accent' : 'after:bg-transparent')
}

export const tabListClasses = 'flex gap-4 overflow-x-auto overflow-y-hidden border-b'
