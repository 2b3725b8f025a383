import { useMutation, useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../../api/client.ts'
import { showToast } from '../../ui/toasts.ts'
import { viewsQuery } from '../queries.ts'
import { noPins, toggled } from './pins.ts'
import type { Pins } from './pins.ts'

/** At once on the screen; as it was if the server refuses. */
export function useTogglePin(): (id: string) => void {
  const queries = useQueryClient()
  const { queryKey } = viewsQuery
  const show = (pins: Pins) => queries.setQueryData(queryKey, (known) => known && { ...known, pins })
  const pinning = useMutation({
    mutationFn: (pins: Pins) => ok(api.PUT('/api/conversations/views/pins', { body: pins })),
    onMutate: show,
    onError: ({ message }) => {
      showToast({ tone: 'danger', text: message })
      void queries.invalidateQueries({ queryKey })
    },
  })
  return (id) => pinning.mutate(toggled(queries.getQueryData(queryKey)?.pins ?? noPins, id))
}
