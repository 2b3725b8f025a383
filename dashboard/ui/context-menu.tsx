import { ContextMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Kbd } from './kbd.tsx'
import { menuDanger, menuItem, menuPanel, menuSeparator } from './menu-classes.ts'

export type ContextMenuEntry =
  | 'separator'
  | { label: string; icon?: ReactNode; keys?: string; isDanger?: boolean; isDisabled?: boolean; onSelect: () => void }

/** Actions by a press of the other button, or a long one; `entries` is only asked when it opens. */
export function ContextMenu({ entries, children }: { entries: () => ContextMenuEntry[]; children: ReactNode }) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content collisionPadding={8} loop className={menuPanel}>
          <Entries entries={entries} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Entries({ entries }: { entries: () => ContextMenuEntry[] }) {
  return entries().map((entry, index) =>
    entry === 'separator' ? (
      <Radix.Separator key={`separator ${index}`} className={menuSeparator} />
    ) : (
      <Radix.Item
        key={entry.label}
        disabled={entry.isDisabled ?? false}
        onSelect={entry.onSelect}
        className={classes(menuItem, entry.isDanger && menuDanger)}
      >
        {entry.icon}
        <span className="min-w-0 flex-1 truncate">{entry.label}</span>
        {entry.keys && <Kbd keys={entry.keys} className="ps-3" />}
      </Radix.Item>
    ),
  )
}
