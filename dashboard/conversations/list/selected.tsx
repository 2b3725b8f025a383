import { useQuery } from '@tanstack/react-query'
import { Suspense, lazy, useState } from 'react'

import { announce } from '../../ui/use-announce.tsx'
import type { Act } from '../acts/acts.ts'
import { useActing } from '../acts/use-acting.ts'
import { useMoving } from '../acts/use-moving.ts'
import { isStanding, viewOf } from '../filters/filters.ts'
import type { InboxSearch } from '../inbox-search.ts'
import { countsQuery } from '../queries.ts'
import { texts } from '../texts.ts'
import type { Tool } from './bulk-bar.tsx'
import type { ActiveRow } from './use-active-row.ts'
import { useActCommands, useListCommands } from './use-list-commands.ts'
import { mostSelected } from './use-selection.ts'
import type { useSelection } from './use-selection.ts'

const BulkBar = lazy(() => import('./bulk-bar.tsx').then((part) => ({ default: part.BulkBar })))

interface Props {
  search: InboxSearch
  selection: ReturnType<typeof useSelection>
  active: ActiveRow
  isOpen: boolean
}

const leaving = new Set<Act['kind']>(['resolve', 'reopen', 'snooze', 'unsnooze'])
const manyRows = 200

/** The keys of the list, and what is done to all that are chosen. */
export function Selected({ search, selection, active, isOpen }: Props) {
  const acting = useActing()
  const moving = useMoving()
  const [tool, setTool] = useState<Tool>()
  const [progress, setProgress] = useState<{ done: number; all: number }>()
  const count = selection.ids.size
  const all = useLength(search)
  const act = async (what: Act) => {
    const rows = count > 0 ? selection.rows() : active.row ? [active.row] : []
    if (rows.length > manyRows) setProgress({ done: 0, all: rows.length })
    const isDone = await acting(rows, what, {
      onProgress: (done) => rows.length > manyRows && setProgress({ done, all: rows.length }),
    })
    setProgress(undefined)
    if (isDone && leaving.has(what.kind)) selection.clear()
  }
  const move = async (stage: { id: string; name: string }) => {
    const rows = selection.rows()
    const show = (done: number) => rows.length > manyRows && setProgress({ done, all: rows.length })
    show(0)
    await moving(rows, stage, show)
    setProgress(undefined)
  }
  useListCommands({
    onMove: active.move,
    onOpen: active.open,
    onSelect: () => active.row && selection.set(active.row._id, false),
    onSelectShown: () => {
      selection.shown()
      announce(texts.selectShown)
    },
    onClear: count > 0 ? selection.clear : undefined,
  })
  const openTool = (name: Tool) => {
    if (count === 0 && active.row) selection.only(active.row._id)
    setTool(name)
  }
  useActCommands(count > 0 || !isOpen, (what) => void act(what), openTool)
  if (count === 0) return undefined
  const isMore = all !== undefined && all.count > count && count < mostSelected
  return (
    <Suspense>
      <BulkBar
        count={count}
        rows={selection.rows}
        onAct={(what) => void act(what)}
        onStage={(stage) => void move(stage)}
        onClear={selection.clear}
        onSelectAll={isMore ? () => void selection.all() : undefined}
        allText={texts.selectAll(texts.count(all?.count ?? 0, all?.isExact ?? true))}
        isCollecting={selection.isCollecting}
        note={selection.isCut ? texts.tooMany(mostSelected) : undefined}
        progress={progress}
        tool={tool}
        onTool={setTool}
      />
    </Suspense>
  )
}

/** How long the whole list is, as it is counted. */
function useLength(search: InboxSearch): { count: number; isExact: boolean } | undefined {
  const { data } = useQuery(countsQuery(search))
  const view = viewOf(search)
  if (!data) return undefined
  if (isStanding(view)) return { count: data.counts[view], isExact: data.isExact[view] }
  return data.views.find(({ _id }) => _id === view)
}
