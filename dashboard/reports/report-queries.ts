import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'

import { api, basePath, ok } from '../api/client.ts'
import type { Query, Schema } from '../api/shapes.ts'
import type { Period } from './periods.ts'
import type { ReportsSearch, Step } from './reports-search.ts'

export type ConversationReport = Schema<'ConversationReport'>
export type MessageReport = Schema<'MessageReport'>
export type ResponseTimeReport = Schema<'ResponseTimeReport'>
export type BusyHourReport = Schema<'BusyHourReport'>

export type Asked = Query<'/api/reports/response-times'>
type By = NonNullable<Asked['by']>

/** What a report is asked for besides its steps and groups. */
export type Scope = Pick<Asked, 'from' | 'to' | 'channelId' | 'userId' | 'departmentId'>

export function scopeOf(period: Period, { channelId, userId, departmentId }: ReportsSearch): Scope {
  return {
    ...period,
    ...(channelId ? { channelId } : {}),
    ...(userId ? { userId } : {}),
    ...(departmentId ? { departmentId } : {}),
  }
}

const countingPollMilliseconds = 3000

/** Sums are cheap to ask for: whoever comes back sees them as they are. While another span loads, the last one stays. */
const fresh = {
  staleTime: 10_000,
  refetchOnWindowFocus: 'always',
  placeholderData: keepPreviousData,
  refetchInterval: ({ state }: { state: { data?: { isCounting: boolean } | undefined } }) =>
    state.data?.isCounting ? countingPollMilliseconds : false,
} as const

const conversationsQuery = (query: Asked) =>
  queryOptions({
    ...fresh,
    queryKey: ['reports', 'conversations', query],
    queryFn: ({ signal }) => ok(api.GET('/api/reports/conversations', { params: { query }, signal })),
  })

const messagesQuery = (query: Asked) =>
  queryOptions({
    ...fresh,
    queryKey: ['reports', 'messages', query],
    queryFn: ({ signal }) => ok(api.GET('/api/reports/messages', { params: { query }, signal })),
  })

const responseTimesQuery = (query: Asked) =>
  queryOptions({
    ...fresh,
    queryKey: ['reports', 'response-times', query],
    queryFn: ({ signal }) => ok(api.GET('/api/reports/response-times', { params: { query }, signal })),
  })

const busyHoursQuery = (query: Scope) =>
  queryOptions({
    ...fresh,
    queryKey: ['reports', 'busy-hours', query],
    queryFn: ({ signal }) => ok(api.GET('/api/reports/busy-hours', { params: { query }, signal })),
  })

/** The three reports of one scope, each step a row, or each person or channel. */
export function useReports(scope: Scope, more: { interval?: Step; by?: By; hours?: 'business' }) {
  const { hours, ...rows } = more
  const query = { ...scope, ...rows }
  return {
    conversations: useQuery(conversationsQuery(query)),
    messages: useQuery(messagesQuery(query)),
    responseTimes: useQuery(responseTimesQuery({ ...query, ...(hours ? { hours } : {}) })),
  }
}

export function useBusyHours(scope: Scope) {
  return useQuery(busyHoursQuery(scope))
}

/** Where the browser fetches the same as a file. */
export function fileOf(report: 'conversations' | 'messages' | 'response-times' | 'busy-hours', query: Asked): string {
  const words = Object.entries(query)
  return `${basePath}/api/reports/export?${new URLSearchParams([['report', report], ...words])}`
}
