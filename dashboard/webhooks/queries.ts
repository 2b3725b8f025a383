import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import type { Schema } from '../api/shapes.ts'

export type Webhook = Schema<'Webhook'>
export type Delivery = Schema<'WebhookDelivery'>
export type Attempt = Schema<'WebhookAttempt'>

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: async () => (await ok(api.GET('/api/webhooks'))).webhooks,
})

export const eventTypesQuery = queryOptions({
  queryKey: ['webhook-event-types'],
  queryFn: async () => (await ok(api.GET('/api/webhooks/event-types'))).eventTypes,
  staleTime: Number.POSITIVE_INFINITY,
})

export function deliveriesQuery(id: string, state: Delivery['state'] | undefined) {
  return infiniteQueryOptions({
    queryKey: ['webhook-deliveries', id, state ?? 'all'],
    queryFn: ({ pageParam }) => {
      const query = { ...(state ? { state } : {}), ...(pageParam ? { cursor: pageParam } : {}) }
      return ok(api.GET('/api/webhooks/{id}/deliveries', { params: { path: { id }, query } }))
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 5000,
  })
}

export function deliveryQuery(id: string, deliveryId: string) {
  return queryOptions({
    queryKey: ['webhook-deliveries', id, 'one', deliveryId],
    queryFn: () => ok(api.GET('/api/webhooks/{id}/deliveries/{deliveryId}', { params: { path: { id, deliveryId } } })),
    staleTime: 0,
    // Somebody waits for the answer of its receiver.
    refetchInterval: ({ state }) => (isUnderWay(state.data?.delivery.state) ? 1000 : false),
  })
}

function isUnderWay(state: Delivery['state'] | undefined): boolean {
  return state === 'pending' || state === 'failed'
}

export function eventQuery(id: string) {
  return queryOptions({
    queryKey: ['events', id],
    queryFn: () => ok(api.GET('/api/event-logs/{id}', { params: { path: { id } } })),
    retry: false,
  })
}
