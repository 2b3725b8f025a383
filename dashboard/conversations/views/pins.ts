import { useMutation, useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../../api/client.ts'
import type { Answer } from '../../api/shapes.ts'
import { showToast } from '../../ui/toasts.ts'
import { isStanding } from '../filters/filters.ts'
import { viewsQuery } from '../queries.ts'

/** The views that stand beside the tabs, wherever one signs in. */
export type Pins = Answer<'/api/conversations/views', 'get'>['pins']

export const noPins: Pins = { viewIds: [], standing: [] }

export function isPinned({ viewIds, standing }: Pins, id: string): boolean {
  return viewIds.includes(id) || (standing as readonly string[]).includes(id)
}

export function toggled(pins: Pins, id: string): Pins {
  return isStanding(id)
    ? { ...pins, standing: switched(pins.standing, id) }
    : { ...pins, viewIds: switched(pins.viewIds, id) }
}

function switched<T extends string>(all: readonly T[], id: T): T[] {
  return all.includes(id) ? all.filter((each) => each !== id) : [...all, id]
}

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
