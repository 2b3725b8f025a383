import { useQueryClient } from '@tanstack/react-query'

import { useLiveEvents } from '../api/live-context.ts'
import { webhooksQuery } from './queries.ts'

/** What colleagues do to webhooks, and that one was switched off, is seen at once. */
export function useWebhookEffects(): void {
  const queries = useQueryClient()
  useLiveEvents((events) => {
    if (!events.some(({ type }) => type.startsWith('webhook.'))) return
    void queries.invalidateQueries({ queryKey: webhooksQuery.queryKey })
    void queries.invalidateQueries({ queryKey: ['webhook-deliveries'] })
  })
}
