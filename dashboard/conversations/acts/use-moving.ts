import { useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../../api/client.ts'
import { showToast } from '../../ui/toasts.ts'
import { announce } from '../../ui/use-announce.tsx'
import { followerOf } from '../live/follower.ts'
import type { Row } from '../rows.ts'
import { texts } from '../texts.ts'
import { inPieces } from './acts.ts'

const pieceSize = 200

interface Stood {
  _id: string
  status: string
  pipelineStageId: string | null
}

/** Moves the contacts of these to a stage; the server says where each of them stood, so that it can be taken back. */
export function useMoving() {
  const queries = useQueryClient()
  return async (rows: readonly Row[], stage: { id: string; name: string }, onProgress: (done: number) => void) => {
    const touch = () =>
      followerOf(queries).touch(
        rows.map(({ _id }) => _id),
        { isOwn: true },
      )
    const before: Stood[] = []
    let done = 0
    try {
      for (const contactIds of inPieces([...new Set(rows.map(({ contactId }) => contactId))], pieceSize)) {
        const body = { contactIds, pipelineStageId: stage.id }
        before.push(...(await ok(api.PUT('/api/contacts/bulk-update-status', { body }))).previous)
        onProgress((done += contactIds.length))
      }
    } catch (error) {
      sayFailure(error)
      return false
    } finally {
      touch()
      if (before.length > 0) tell(texts.moved(before.length, stage.name), () => void takeBack(before).then(touch))
    }
    return true
  }
}

function tell(text: string, onAction: () => void): void {
  announce(text)
  showToast({ text, action: { label: texts.undo, onAction } })
}

/** In as many calls as there were stages before; what is no stage any more is found by its name. */
async function takeBack(before: readonly Stood[]): Promise<void> {
  try {
    const groups = Map.groupBy(before, ({ pipelineStageId, status }) => pipelineStageId ?? `=${status}`)
    for (const [{ pipelineStageId, status }, ids] of [...groups.values()].map(idsOf)) {
      const to = pipelineStageId === null ? { status } : { pipelineStageId }
      for (const contactIds of inPieces(ids, pieceSize)) {
        await ok(api.PUT('/api/contacts/bulk-update-status', { body: { contactIds, ...to } }))
      }
    }
    showToast({ text: texts.undone, seconds: 2 })
  } catch (error) {
    sayFailure(error)
  }
}

function idsOf(group: Stood[]): [Stood, string[]] {
  return [group[0]!, group.map(({ _id }) => _id)]
}

function sayFailure(error: unknown): void {
  showToast({ tone: 'danger', text: error instanceof Error ? error.message : texts.notDone })
}
