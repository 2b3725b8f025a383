import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'

import { api, ok } from '../../api/client.ts'
import { queryOf } from '../filters/filters.ts'
import type { Filters } from '../filters/filters.ts'
import { findListed } from '../queries.ts'
import type { Row } from '../rows.ts'
import { extend, keep, nothing, selectAll, toggle } from './selection.ts'
import type { Selection } from './selection.ts'

export const mostSelected = 5000
const pageSize = 200

/** What is chosen in a list, be it shown or not. */
export function useSelection(filters: Filters, rows: readonly Row[]) {
  const queries = useQueryClient()
  const [kept, setSelection] = useState<Selection>(nothing)
  const [isCollecting, setIsCollecting] = useState(false)
  /** What was chosen without being shown: nothing tells whether it is still in the list. */
  const [collected, setCollected] = useState<ReadonlyMap<string, Row>>(new Map())
  const selection = useMemo(() => {
    const present = new Set(rows.flatMap(({ _id, isGone }) => (isGone ? [] : _id)))
    for (const id of collected.keys()) present.add(id)
    return keep(kept, present)
  }, [kept, rows, collected])
  const latest = useRef(rows)
  useEffect(() => {
    latest.current = rows
  })
  const set = useCallback((id: string, isRange: boolean) => {
    const order = () => latest.current.map((row) => row._id)
    setSelection((current) => (isRange ? extend(current, id, order()) : toggle(current, id)))
  }, [])
  const clear = () => {
    setCollected(new Map())
    setSelection(nothing)
  }
  return {
    ids: selection.ids,
    isCollecting,
    /** True where some that belong to the list were left out. */
    isCut: collected.size >= mostSelected,
    clear,
    set,
    only: (id: string) => setSelection({ ids: new Set([id]), anchor: id }),
    shown: () => setSelection(selectAll(rows.flatMap(({ _id, isGone }) => (isGone ? [] : _id)))),
    all: async () => {
      setIsCollecting(true)
      try {
        const found = await collect(filters)
        setCollected(new Map(found.map((row) => [row._id, row])))
        setSelection(selectAll(found.map(({ _id }) => _id)))
      } finally {
        setIsCollecting(false)
      }
    },
    /** Those that are chosen, as they are by now. */
    rows: (): Row[] => [...selection.ids].flatMap((id) => findListed(queries, id) ?? collected.get(id) ?? []),
  }
}

async function collect(filters: Filters): Promise<Row[]> {
  const found: Row[] = []
  let cursor: string | null = null
  do {
    const query = { ...queryOf(filters), size: pageSize, ...(cursor === null ? {} : { cursor }) }
    const page: { conversations: Row[]; nextCursor: string | null } = await ok(
      api.GET('/api/conversations', { params: { query } }),
    )
    found.push(...page.conversations)
    cursor = page.nextCursor
  } while (cursor !== null && found.length < mostSelected)
  return found
}
