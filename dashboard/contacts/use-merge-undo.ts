import { useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { showToast } from '../ui/toasts.ts'
import { keys } from './contact-queries.ts'
import { texts } from './texts.ts'
import { sayFailure } from './use-contact-change.ts'

/** Makes two contacts of one again, and says what could not go back. */
export function useMergeUndo(): (mergeId: string) => Promise<void> {
  const queries = useQueryClient()
  return async (id) => {
    try {
      const { data } = await ok(api.POST('/api/contacts/merges/{id}/undo', { params: { path: { id } } }))
      const stayed = data.kept.length + data.stayed.conversations + data.stayed.messages
      showToast({ text: stayed > 0 ? texts.unmergedPartly(stayed) : texts.unmerged, seconds: stayed > 0 ? 10 : 4 })
    } catch (error) {
      sayFailure(error)
    }
    await queries.invalidateQueries({ queryKey: keys.all })
  }
}
