import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'

import { api, ok } from '../api/client.ts'
import { showToast } from '../ui/toasts.ts'
import { pieceSize } from './bulk-acts.ts'
import type { BulkAct } from './bulk-acts.ts'
import { dropContacts, patchContacts } from './contact-cache.ts'
import { keys } from './contact-queries.ts'
import type { Contact } from './contact.ts'
import type { ContactsSearch } from './contacts-search.ts'
import { listQuery } from './list-query.ts'
import { texts } from './texts.ts'
import { sayFailure } from './use-contact-change.ts'
import type { Selection } from './use-selection.ts'

export interface BulkProgress {
  text: string
  /** Undefined while it is not known how many there are. */
  share: number | undefined
}

/** Does something with all that are chosen, shows how far it is, and offers to take it back. */
export function useBulk(search: ContactsSearch, contacts: readonly Contact[], selection: Selection) {
  const queries = useQueryClient()
  const [progress, setProgress] = useState<BulkProgress | undefined>(undefined)
  const isStopped = useRef(false)
  const isGoingOn = () => !isStopped.current

  async function chosen(): Promise<readonly Contact[]> {
    if (!selection.isAll) return contacts.filter(({ _id }) => selection.ids.has(_id))
    setProgress({ text: texts.bulk.gathering, share: 0 })
    const found = await gather(search, isGoingOn, (share) => setProgress({ text: texts.bulk.gathering, share }))
    setProgress(undefined)
    return found
  }

  async function run(act: BulkAct): Promise<void> {
    isStopped.current = false
    const done: Contact[] = []
    try {
      const meant = (await chosen()).filter(act.isFor)
      for (let at = 0; at < meant.length && isGoingOn(); at += pieceSize) {
        setProgress({ text: act.doing, share: at / meant.length })
        const piece = meant.slice(at, at + pieceSize)
        await doPiece(queries, act, piece)
        done.push(...piece)
      }
      selection.clear()
    } catch (error) {
      sayFailure(error)
    } finally {
      setProgress(undefined)
      if (done.length > 0) tell(queries, act, done)
    }
  }

  return { progress, run, chosen, stop: () => void (isStopped.current = true) }
}

/** On the screen at once; back as it was if the server refuses. */
async function doPiece(queries: QueryClient, act: BulkAct, piece: readonly Contact[]): Promise<void> {
  const ids = new Set(piece.map(({ _id }) => _id))
  const isGone = piece.some((contact) => act.guess(contact) === undefined)
  if (!isGone) patchContacts(queries, ids, (contact) => act.guess(contact) ?? contact)
  try {
    await act.work([...ids])
    if (isGone) dropContacts(queries, ids)
  } catch (error) {
    void queries.invalidateQueries({ queryKey: keys.lists })
    throw error
  }
}

function tell(queries: QueryClient, act: BulkAct, done: readonly Contact[]): void {
  const { undo } = act
  const takeBack = async () => {
    await undo?.(done).then(() => showToast({ text: texts.bulk.undone }), sayFailure)
    await queries.invalidateQueries({ queryKey: keys.all })
  }
  const action = undo && { label: texts.undo, onAction: () => void takeBack() }
  showToast({ tone: 'success', text: act.done(done.length), ...(action ? { action } : {}) })
  // What the rows show is known; the counts and what was not loaded are not.
  void queries.invalidateQueries({ queryKey: keys.lists, refetchType: 'none' })
  void queries.invalidateQueries({ queryKey: keys.setting('tags') })
}

async function gather(
  search: ContactsSearch,
  isGoingOn: () => boolean,
  onShare: (share: number) => void,
): Promise<Contact[]> {
  const found: Contact[] = []
  let cursor: string | null = ''
  while (cursor !== null && isGoingOn()) {
    const query = { ...listQuery(search), size: 500, ...(cursor ? { cursor } : {}) }
    const page: { data: Contact[]; total: number; nextCursor: string | null } = await ok(
      api.GET('/api/contacts', { params: { query } }),
    )
    found.push(...page.data)
    onShare(page.total > 0 ? found.length / page.total : 1)
    cursor = page.nextCursor
  }
  return found
}
