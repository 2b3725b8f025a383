import { useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import type { Schema } from '../api/shapes.ts'
import { askToConfirm } from '../ui/confirm.tsx'
import { showToast } from '../ui/toasts.ts'
import type { Contact } from './contact.ts'
import { nameOf } from './contact.ts'
import { keys } from './contact-queries.ts'
import { texts } from './texts.ts'
import { useMergeUndo } from './use-merge-undo.ts'
import { sayFailure } from './use-contact-change.ts'

export type Review = Schema<'ContactDedupReview'>
export type Resolution = Record<string, 'source' | 'candidate'>

/** What can be decided on two contacts that may be one. Both are said to have happened only once they did. */
export function useReviewDecisions() {
  const queries = useQueryClient()
  const undo = useMergeUndo()
  const refresh = () => queries.invalidateQueries({ queryKey: keys.all })

  async function merge(review: Review, contacts: readonly Contact[], resolution?: Resolution): Promise<boolean> {
    const candidate = contacts.find(({ _id }) => _id === review.candidateContactId)
    const source = contacts.find(({ _id }) => _id === review.sourceContactId)
    if (!candidate || !source) return false
    const question = texts.mergeQuestion(nameOf(source), nameOf(candidate))
    if (!(await askToConfirm({ title: question, text: texts.mergeExplained, confirmLabel: texts.merge }))) return false
    try {
      const params = { path: { reviewId: review._id } }
      const body = resolution ? { resolution } : null
      const done = await ok(api.PATCH('/api/contacts/dedup-reviews/{reviewId}/merge', { params, body }))
      const action = { label: texts.undo, onAction: () => void undo(done.mergeId) }
      showToast({ tone: 'success', text: texts.merged, action })
      return true
    } catch (error) {
      sayFailure(error)
      return false
    } finally {
      await refresh()
    }
  }

  async function keepSeparate({ _id }: Review): Promise<boolean> {
    try {
      const params = { path: { reviewId: _id } }
      await ok(api.PATCH('/api/contacts/dedup-reviews/{reviewId}/keep-separate', { params, body: null }))
      showToast({ text: texts.keptSeparate })
      return true
    } catch (error) {
      sayFailure(error)
      return false
    } finally {
      await refresh()
    }
  }

  return { merge, keepSeparate }
}
