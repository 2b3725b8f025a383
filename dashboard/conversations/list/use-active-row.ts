import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { RefObject } from 'react'

import type { VirtualListHandle } from '../../ui/virtual-list.tsx'
import type { InboxSearch } from '../inbox-search.ts'
import type { Row } from '../rows.ts'

interface Place {
  rows: readonly Row[]
  openId: string | undefined
  handle: RefObject<VirtualListHandle | null>
  search: InboxSearch
  onPrefetch: ((id: string) => void) | undefined
}

export type ActiveRow = ReturnType<typeof useActiveRow>

/** The row one stands on: what is open, or where the keys have led. */
export function useActiveRow({ rows, openId, handle, search, onPrefetch }: Place) {
  const navigate = useNavigate()
  const [chosenId, setChosenId] = useState(openId)
  const [lastIndex, setLastIndex] = useState(0)
  const [knownOpenId, setKnownOpenId] = useState(openId)
  if (openId !== knownOpenId) {
    setKnownOpenId(openId)
    if (openId !== undefined) setChosenId(openId)
  }
  const found = rows.findIndex(({ _id }) => _id === chosenId)
  if (found !== -1 && found !== lastIndex) setLastIndex(found)
  // What one stood on may be gone: one goes on from where it stood.
  const index = found === -1 ? Math.min(lastIndex, Math.max(0, rows.length - 1)) : found
  const latest = useRef({ openId, onPrefetch })
  useEffect(() => {
    latest.current = { openId, onPrefetch }
  })
  // The same for all rows and for ever: they are not drawn again because another one was opened.
  const near = useCallback((id: string | undefined) => {
    if (id !== undefined && id !== latest.current.openId) latest.current.onPrefetch?.(id)
  }, [])
  const setIndex = (next: number) => setChosenId(rows[next]?._id)
  const arrive = useEffectEvent(() => {
    const at = rows.findIndex(({ _id }) => _id === openId)
    if (at === -1) return
    handle.current?.scrollToRow(at)
    // Whoever goes on goes to the next one.
    near(rows[at + 1]?._id)
  })
  useEffect(() => {
    if (openId !== undefined) arrive()
  }, [openId])
  const open = (row: Row | undefined) => {
    if (!row) return
    const { message: _message, ...kept } = search
    void navigate({ to: '/inbox/$conversationId', params: { conversationId: row._id }, search: kept })
  }
  return {
    index,
    row: rows[index],
    setIndex,
    near,
    open: () => open(rows[index]),
    /** To the next one: it is opened where one is open already, and else only stood upon. */
    move: (step: 1 | -1) => {
      const isNowhere = found === -1 && chosenId === undefined
      const next = isNowhere ? 0 : Math.min(rows.length - 1, Math.max(0, index + step))
      setIndex(next)
      if (openId === undefined) handle.current?.focusRow(next)
      else open(rows[next])
    },
  }
}
