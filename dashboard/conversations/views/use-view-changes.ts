import { useMutation, useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../../api/client.ts'
import { askToConfirm } from '../../ui/confirm.tsx'
import { showToast } from '../../ui/toasts.ts'
import type { Filters, View } from '../filters/filters.ts'
import { countsKey, viewsQuery } from '../queries.ts'
import { texts } from '../texts.ts'

export interface ViewFields {
  name: string
  isShared: boolean
  filters: Filters
}

/** Saves a new one, or what was changed of one that there is. */
export function useSaveView(view: View | undefined) {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (body: Partial<ViewFields> & Pick<ViewFields, 'name'>) => {
      if (view) return ok(api.PUT('/api/conversations/views/{id}', { params: { path: { id: view._id } }, body }))
      const { name, isShared = false, filters = {} } = body
      return ok(api.POST('/api/conversations/views', { body: { name, isShared, filters } }))
    },
    onSuccess: async ({ name }) => {
      await refresh()
      showToast({ text: texts.viewSaved(name) })
    },
  })
}

/** Asks, and deletes it. */
export function useDeleteView(view: View, onGone: () => void): () => Promise<void> {
  const refresh = useRefresh()
  const deleting = useMutation({
    mutationFn: () => ok(api.DELETE('/api/conversations/views/{id}', { params: { path: { id: view._id } } })),
    onSuccess: refresh,
    onError: ({ message }) => showToast({ tone: 'danger', text: message }),
  })
  return async () => {
    const question = {
      title: texts.deleteViewQuestion(view.name),
      text: texts.deleteViewText,
      confirmLabel: texts.delete,
    }
    if (!(await askToConfirm({ ...question, isDanger: true }))) return
    onGone()
    deleting.mutate()
  }
}

function useRefresh(): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    await queries.invalidateQueries({ queryKey: viewsQuery.queryKey })
    void queries.invalidateQueries({ queryKey: countsKey })
  }
}
