import { useQueryClient } from '@tanstack/react-query'

import { useLiveEvents } from '../api/live-context.ts'
import { channelsQuery } from './queries.ts'

/** What colleagues and providers do to channels is seen at once. */
export function useChannelEffects(): void {
  const queries = useQueryClient()
  useLiveEvents((events) => {
    if (!events.some(({ type }) => type.startsWith('channel.'))) return
    void queries.invalidateQueries({ queryKey: channelsQuery.queryKey })
    void queries.invalidateQueries({ queryKey: ['webchats'] })
    if (events.some(({ type }) => type === 'channel.rerouted'))
      void queries.invalidateQueries({ queryKey: ['routing'] })
  })
}
