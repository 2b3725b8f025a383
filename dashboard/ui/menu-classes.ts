import { floating } from './overlay.ts'

export const menuPanel = `${floating} max-h-(--radix-popper-available-height) min-w-44 max-w-80 overflow-y-auto p-1`
export const menuItem =
  'flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1 text-sm outline-none select-none data-disabled:pointer-events-none data-disabled:opacity-50 data-highlighted:bg-hover [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-faint'
export const menuDanger = 'text-danger-text [&>svg]:text-danger-text'
export const menuLabel = 'px-2 pt-1.5 pb-1 text-2xs font-medium text-faint'
export const menuSeparator = '-mx-1 my-1 h-px bg-line'
