import { useState } from 'react'

import { columnsWith, usualColumns } from './columns.tsx'
import type { Column } from './columns.tsx'
import { customFieldsOf } from './contact.ts'
import { useSections } from './use-contact.ts'

const storageKey = 'tether.contact-columns'

/** Which columns are shown, in which order; the browser remembers it. */
export function useColumns() {
  const all = columnsWith(customFieldsOf(useSections()))
  const [ids, setIds] = useState(read)
  const choose = (next: string[]) => {
    localStorage.setItem(storageKey, JSON.stringify(next))
    setIds(next)
  }
  const shown = ids.flatMap((id) => all.find((column) => column.id === id) ?? [])
  return { all, shown, choose }
}

export type ColumnChoice = ReturnType<typeof useColumns>

/** Moves a column by one place among those that are shown. */
export function moved(columns: readonly Column[], id: string, by: 1 | -1): string[] {
  const ids = columns.map((column) => column.id)
  const from = ids.indexOf(id)
  const to = from + by
  if (from === -1 || to < 0 || to >= ids.length) return ids
  ids.splice(to, 0, ...ids.splice(from, 1))
  return ids
}

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null')
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : usualColumns
  } catch {
    return usualColumns
  }
}
