import { useQueryClient } from '@tanstack/react-query'

import { useLiveEvents } from '../api/live-context.ts'

// By what events are called before the point.
const keys: Record<string, string[][]> = {
  organization: [['organization'], ['session']],
  contactSections: [['sections']],
  pipeline: [['pipelines']],
  channel: [['first-steps']],
  user: [['first-steps']],
  import: [['first-steps']],
}

/** Mounted once by the shell: what others change about the organization is seen without reloading. */
export function useOrganizationEffects(): void {
  const queries = useQueryClient()
  useLiveEvents((events) => {
    const nouns = new Set(events.map(({ type }) => type.split('.')[0]!))
    for (const noun of nouns) for (const queryKey of keys[noun] ?? []) void queries.invalidateQueries({ queryKey })
  })
}
