import { useQueryClient } from '@tanstack/react-query'

import { useLiveEvents } from '../api/live-context.ts'
import { categoriesQuery, templatesQuery } from './queries.ts'

/** Mounted once by the shell: a reply that a colleague shares is there at once. */
export function useTemplateEffects(): void {
  const queries = useQueryClient()
  useLiveEvents((events) => {
    if (!events.some(({ type }) => type.startsWith('template'))) return
    for (const { queryKey } of [templatesQuery, categoriesQuery]) void queries.invalidateQueries({ queryKey })
  })
}
