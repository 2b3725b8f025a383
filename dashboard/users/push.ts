import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { useSession } from '../api/session.ts'
import type { Schema } from '../api/shapes.ts'
import { pushMemory } from './push-memory.ts'
import { texts } from './texts.ts'

export type PushSubscriptionShown = Schema<'PushSubscription'>

export const pushQuery = queryOptions({
  queryKey: ['push-subscriptions'],
  queryFn: () => ok(api.GET('/api/push-subscriptions')),
})

/** Why this browser cannot be told while no page is open; undefined where it can. */
export function obstacle(): string | undefined {
  if (!globalThis.isSecureContext) return texts.pushInsecure
  if (isAppleBrowser() && !('PushManager' in globalThis)) return texts.pushHomeScreen
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis)) return texts.pushUnsupported
  return Notification.permission === 'denied' ? texts.pushDenied : undefined
}

/** On phones of Apple only what stands on the home screen is told; `standalone` is theirs alone. */
function isAppleBrowser(): boolean {
  return 'standalone' in navigator
}

export function usePushSwitch() {
  const queries = useQueryClient()
  const { user } = useSession()
  return useMutation({
    mutationFn: (isWanted: boolean) => (isWanted ? switchOn(queries, user.id) : switchOff(queries)),
    onSettled: () => queries.invalidateQueries({ queryKey: pushQuery.queryKey }),
  })
}

async function switchOn(queries: QueryClient, userId: string): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error(texts.pushNotAllowed)
  await subscribe(queries)
  localStorage.setItem(pushMemory, userId)
}

async function subscribe(queries: QueryClient): Promise<void> {
  const { publicKey } = await queries.fetchQuery(pushQuery)
  const { pushManager } = await navigator.serviceWorker.ready
  const before = await pushManager.getSubscription()
  if (before && !isFor(before, publicKey)) await before.unsubscribe()
  const options = { userVisibleOnly: true, applicationServerKey: publicKey }
  const subscription = await pushManager.subscribe(options).catch(() => {
    throw new Error(texts.pushFailed)
  })
  const { endpoint, keys } = subscription.toJSON() as { endpoint: string; keys: { p256dh: string; auth: string } }
  await ok(api.POST('/api/push-subscriptions', { body: { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } } }))
}

/** Another server was here before, or this one has begun anew. */
function isFor({ options }: PushSubscription, publicKey: string): boolean {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer())
  const text = btoa(String.fromCodePoint(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') === publicKey
}

async function switchOff(queries: QueryClient): Promise<void> {
  localStorage.removeItem(pushMemory)
  const { subscriptions } = await queries.fetchQuery(pushQuery)
  for (const { _id, isThis } of subscriptions) if (isThis) await endSubscription(_id)
  await unsubscribe()
}

export async function endSubscription(id: string): Promise<void> {
  await ok(api.DELETE('/api/push-subscriptions/{id}', { params: { path: { id } } }))
}

async function unsubscribe(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration()
  const subscription = await registration?.pushManager.getSubscription()
  await subscription?.unsubscribe()
}

/** Goes on for who had it switched on here, and ends what somebody else left behind in this browser. */
export async function keepPush(queries: QueryClient, userId: string): Promise<void> {
  const keptFor = localStorage.getItem(pushMemory)
  if (keptFor === null || obstacle() !== undefined) return
  if (keptFor !== userId) return switchOff(queries)
  if (Notification.permission !== 'granted') return
  const { subscriptions } = await queries.fetchQuery(pushQuery)
  if (subscriptions.some(({ isThis }) => isThis)) return
  await subscribe(queries)
  await queries.invalidateQueries({ queryKey: pushQuery.queryKey })
}
