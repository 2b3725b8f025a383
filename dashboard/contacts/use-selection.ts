import { useState } from 'react'

import type { Contact } from './contact.ts'

interface Chosen {
  ids: ReadonlySet<string>
  /** All that match are meant, also those that were never loaded. */
  isAll: boolean
  /** From where the next range begins. */
  anchor: string | undefined
}

const nothing: Chosen = { ids: new Set(), isAll: false, anchor: undefined }

/** The rows that are chosen for an action; another search (`scope`) begins anew. */
export function useSelection(contacts: readonly Contact[], total: number, scope: string) {
  const [kept, setKept] = useState({ scope, ...nothing })
  const chosen = kept.scope === scope ? kept : nothing
  const set = (next: Partial<Chosen>) => setKept({ ...chosen, scope, ...next })

  function toggle(index: number, isRange: boolean): void {
    const contact = contacts[index]
    if (!contact) return
    const base = chosen.isAll ? new Set(contacts.map(({ _id }) => _id)) : new Set(chosen.ids)
    const isOn = !has(contact._id)
    for (const { _id } of isRange ? rangeTo(index) : [contact]) {
      if (isOn || isRange) base.add(_id)
      else base.delete(_id)
    }
    set({ ids: base, isAll: false, anchor: contact._id })
  }

  function rangeTo(index: number): readonly Contact[] {
    const from = contacts.findIndex(({ _id }) => _id === chosen.anchor)
    if (from === -1) return contacts.slice(index, index + 1)
    return contacts.slice(Math.min(from, index), Math.max(from, index) + 1)
  }

  function has(id: string): boolean {
    return chosen.isAll || chosen.ids.has(id)
  }

  const count = chosen.isAll ? total : chosen.ids.size
  return {
    ...chosen,
    count,
    has,
    toggle,
    areAllLoaded: count > 0 && contacts.every(({ _id }) => has(_id)),
    toggleLoaded: () =>
      count > 0 ? set(nothing) : set({ ids: new Set(contacts.map(({ _id }) => _id)), isAll: false }),
    chooseAll: () => set({ isAll: true }),
    clear: () => set(nothing),
  }
}

export type Selection = ReturnType<typeof useSelection>
