import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { keys } from './contact-queries.ts'

export const conversationsQuery = (contactId: string) =>
  queryOptions({
    queryKey: keys.of(contactId, 'conversations'),
    queryFn: async () => {
      const query = { contactId, size: 100 }
      return (await ok(api.GET('/api/conversation/all', { params: { query } }))).conversations
    },
  })

export const notesQuery = (contactId: string) =>
  infiniteQueryOptions({
    queryKey: keys.of(contactId, 'notes'),
    queryFn: ({ pageParam }) => {
      const query = { contactId, size: 30, ...(pageParam ? { cursor: pageParam } : {}) }
      return ok(api.GET('/api/contact-notes', { params: { query } }))
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

/** For each kind of channel, whether the contact may be written to there. */
export const consentQuery = (id: string) =>
  queryOptions({
    queryKey: keys.of(id, 'consent'),
    queryFn: async () => (await ok(api.GET('/api/contacts/{id}/consent', { params: { path: { id } } }))).consent,
  })

export const remindersQuery = (contactId: string) =>
  queryOptions({
    queryKey: keys.of(contactId, 'reminders'),
    queryFn: async () => (await ok(api.GET('/api/reminders', { params: { query: { contactId } } }))).data,
  })

export const filesQuery = (contactId: string) =>
  infiniteQueryOptions({
    queryKey: keys.of(contactId, 'files'),
    queryFn: ({ pageParam }) => {
      const query = { size: 30, ...(pageParam ? { cursor: pageParam } : {}) }
      return ok(api.GET('/api/contacts/{contactId}/files', { params: { path: { contactId }, query } }))
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

export const timelineQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.of(id, 'timeline'),
    queryFn: ({ pageParam }) => {
      const query = { size: 50, ...(pageParam ? { cursor: pageParam } : {}) }
      return ok(api.GET('/api/contacts/{id}/timeline', { params: { path: { id }, query } }))
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

/** Who may be the same as this one; for admins. */
export const reviewsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.of(id, 'reviews'),
    queryFn: () => ok(api.GET('/api/contacts/{id}/dedup-reviews/pending', { params: { path: { id } } })),
  })

/** The merges into this one that can be undone, or were; for admins. */
export const mergesQuery = (contactId: string) =>
  queryOptions({
    queryKey: keys.of(contactId, 'merges'),
    queryFn: async () => (await ok(api.GET('/api/contacts/merges', { params: { query: { contactId } } }))).data,
  })

export const duplicatesQuery = infiniteQueryOptions({
  queryKey: keys.duplicates,
  queryFn: ({ pageParam }) => {
    const query = { size: 30, ...(pageParam ? { cursor: pageParam } : {}) }
    return ok(api.GET('/api/contacts/dedup-reviews/pending', { params: { query } }))
  },
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
})
