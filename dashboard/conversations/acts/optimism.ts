import type { QueryClient } from '@tanstack/react-query'

import { changePages, foldInto, listsOf } from '../live/lists.ts'
import { patched, without } from '../live/folding.ts'
import { onesKey } from '../queries.ts'
import type { Row } from '../rows.ts'
import { applied, leaves } from './acts.ts'
import type { Act } from './acts.ts'

/** Shows what was done before the server has done it. */
export function showAt(queries: QueryClient, ids: ReadonlySet<string>, act: Act): void {
  const now = new Date().toISOString()
  const change = (row: Row) => (ids.has(row._id) ? applied(row, act, now) : row)
  for (const list of listsOf(queries)) {
    changePages(queries, list, (pages) => {
      const changed = patched(pages, change)
      if (changed.every((page, index) => page === pages[index])) return changed
      const leaving = changed.flatMap(({ conversations }) =>
        conversations.flatMap((row) => (ids.has(row._id) && leaves(row, list.filters) ? row._id : [])),
      )
      return leaving.length > 0 ? without(changed, new Set(leaving)) : changed
    })
  }
  for (const id of ids) queries.setQueryData<Row>([...onesKey, id], (row) => row && change(row))
}

/** As it was before, for those that the server refused; each row to the lists in which it stood. */
export function showAgain(queries: QueryClient, before: Before, ids: ReadonlySet<string>): void {
  const isMeant = ({ _id }: Row) => ids.has(_id)
  for (const list of listsOf(queries)) {
    const rows = (before.lists.get(JSON.stringify(list.key)) ?? []).filter(isMeant)
    foldInto(queries, list, new Set(rows.map(({ _id }) => _id)), rows)
  }
  for (const row of before.ones.filter(isMeant)) queries.setQueryData<Row>([...onesKey, row._id], (one) => one && row)
}

export interface Before {
  lists: Map<string, Row[]>
  ones: Row[]
}

export function remember(queries: QueryClient, ids: ReadonlySet<string>): Before {
  const lists = listsOf(queries).map(({ key, data }) => {
    const pages = data?.pages ?? []
    const rows = pages.flatMap(({ conversations }) => conversations.filter(({ _id }) => ids.has(_id)))
    return [JSON.stringify(key), rows] as const
  })
  const ones = [...ids].flatMap((id) => queries.getQueryData<Row>([...onesKey, id]) ?? [])
  return { lists: new Map(lists), ones }
}
