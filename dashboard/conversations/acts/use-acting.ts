import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'

import { announce } from '../../ui/use-announce.tsx'
import { showToast } from '../../ui/toasts.ts'
import { followerOf } from '../live/follower.ts'
import type { Row } from '../rows.ts'
import { texts } from '../texts.ts'
import { inPieces, reversalsOf } from './acts.ts'
import type { Act, Reversal } from './acts.ts'
import { remember, showAgain, showAt } from './optimism.ts'
import { request } from './requests.ts'

const pieceSize = 200

interface Options {
  /** How many are done so far, where there are many. */
  onProgress?: (done: number) => void
  /** Nothing is said where what happened is plain to see. */
  isQuiet?: boolean
}

export type Acting = (rows: readonly Row[], act: Act, options?: Options) => Promise<boolean>

/** Does it at once on the screen and soon on the server; can be taken back. Answers whether all of it was done. */
export function useActing(): Acting {
  const queries = useQueryClient()
  return useCallback<Acting>((rows, act, options) => perform(queries, rows, act, options), [queries])
}

async function perform(
  queries: QueryClient,
  rows: readonly Row[],
  act: Act,
  { onProgress, isQuiet = false }: Options = {},
): Promise<boolean> {
  const reversals = reversalsOf(rows, act)
  const wanted = rows.map(({ _id }) => _id)
  const before = remember(queries, new Set(wanted))
  showAt(queries, new Set(wanted), act)
  const changed = new Set<string>()
  const left = new Set(wanted)
  try {
    for (const ids of inPieces(wanted, pieceSize)) {
      const { results } = await request(act, ids)
      for (const { _id, outcome } of results) if (outcome === 'changed') changed.add(_id)
      for (const id of ids) left.delete(id)
      onProgress?.(wanted.length - left.size)
    }
    if (!isQuiet) tell(queries, act, reversals, changed)
    return true
  } catch (error) {
    // What was done before stays done, is said, and can be taken back.
    showAgain(queries, before, left)
    showToast({ tone: 'danger', text: error instanceof Error ? error.message : texts.notDone })
    if (!isQuiet && changed.size > 0) tell(queries, act, reversals, changed)
    return false
  } finally {
    followerOf(queries).touch(wanted, { isOwn: true })
  }
}

function tell(queries: QueryClient, act: Act, reversals: Reversal[], changed: ReadonlySet<string>): void {
  const text = texts.done(act, changed.size)
  const back = reversals
    .map((reversal) => ({ ...reversal, rows: reversal.rows.filter(({ _id }) => changed.has(_id)) }))
    .filter(({ rows }) => rows.length > 0)
  announce(text)
  if (back.length === 0) {
    showToast({ text })
    return
  }
  showToast({ text, action: { label: texts.undo, onAction: () => void takeBack(queries, back) } })
}

async function takeBack(queries: QueryClient, back: Reversal[]): Promise<void> {
  const outcomes = []
  for (const { act, rows } of back) outcomes.push(await perform(queries, rows, act, { isQuiet: true }))
  if (outcomes.every(Boolean)) showToast({ text: texts.undone, seconds: 2 })
}
