import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'

import { api, ok } from '../api/client.ts'
import { useFirstWelcome, useLiveEvents, useLiveFrames } from '../api/live-context.ts'
import type { LiveEvent } from '../api/live.ts'
import type { Schema } from '../api/shapes.ts'
import { unnamed } from '../ui/unnamed.ts'
import { Arrivals } from './arrivals.ts'
import type { Arrival } from './arrivals.ts'
import { lookedAt } from './looking.ts'
import { tell } from './telling.ts'
import { texts } from './texts.ts'

type Row = Schema<'InboxConversation'>

const mostTold = 3
const recountMilliseconds = 2000

const unreadQuery = queryOptions({
  queryKey: ['unread-mine'],
  queryFn: async ({ signal }) =>
    (await ok(api.GET('/api/conversations/counts', { params: { query: { unread: true } }, signal }))).counts.mine,
})

/** Tells of what contacts write in the conversations that are one's own, and answers how many of these are unread. */
export function useMessageNews(onOpen: (conversationId: string | undefined) => void): number {
  const tellAll = useEffectEvent((asked: readonly Arrival[], mine: readonly Row[]) => {
    if (mine.length > mostTold) return tellOfMany(mine, () => onOpen(undefined))
    for (const row of mine) tellOf(row, asked, () => onOpen(row._id))
  })
  const arrivals = useRef<Arrivals>(undefined)
  useEffect(() => {
    const collecting = new Arrivals(async (asked) => tellAll(asked, await mineAmong(asked)))
    arrivals.current = collecting
    return () => collecting.stop()
  }, [])
  // Whoever has it before them now has read it, though they may be gone when it would be told.
  useLiveEvents((events) => {
    if (!events.some((event) => isArrival(event))) return
    void lookedAt().then((ids) => arrivals.current?.take(events.filter((event) => isArrival(event, ids))))
  })
  return useUnreadCount()
}

function isArrival({ type, data }: LiveEvent, except?: ReadonlySet<string>): boolean {
  return type === 'message.received' && !except?.has(String(data['conversationId']))
}

/** Only the server knows whose a conversation is by now, and whether it was read meanwhile, here or elsewhere. */
async function mineAmong(arrivals: readonly Arrival[]): Promise<Row[]> {
  const ids = arrivals.map(({ conversationId }) => conversationId)
  const query = { ids, assignee: 'me', unread: true, size: ids.length }
  return (await ok(api.GET('/api/conversations', { params: { query } }))).conversations
}

function tellOf(row: Row, asked: readonly Arrival[], onOpen: () => void): void {
  const { _id, contact } = row
  const arrival = asked.find(({ conversationId }) => conversationId === _id)
  if (!arrival) return
  const name = [contact.firstName, contact.lastName].filter(Boolean).join(' ')
  void tell({
    id: arrival.messageId,
    kind: 'message',
    title: texts.newMessage(name || contact.phoneNumber || unnamed(row)),
    text: arrival.content || texts.file,
    tag: _id,
    conversationId: _id,
    onOpen,
  })
}

function tellOfMany(mine: readonly Row[], onOpen: () => void): void {
  const id = mine.map((row) => row._id).join()
  void tell({ id, kind: 'message', title: texts.title, text: texts.newMessages(mine.length), tag: 'messages', onOpen })
}

function useUnreadCount(): number {
  const queries = useQueryClient()
  const { data = 0 } = useQuery(unreadQuery)
  const [isOld, setIsOld] = useState(false)
  useLiveEvents((events) => {
    if (events.some(({ type }) => type === 'message.received' || type.startsWith('conversation.'))) setIsOld(true)
  })
  useFirstWelcome(() => setIsOld(true))
  useLiveFrames(({ type }) => {
    if (type === 'conversation.hidden' || type === 'access.changed') setIsOld(true)
  })
  useEffect(() => {
    if (!isOld) return undefined
    const timer = setTimeout(() => {
      setIsOld(false)
      void queries.invalidateQueries({ queryKey: unreadQuery.queryKey })
    }, recountMilliseconds)
    return () => clearTimeout(timer)
  }, [isOld, queries])
  return data
}
