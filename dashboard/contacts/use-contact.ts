import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'

import { useSession } from '../api/session.ts'
import { findKnown } from './contact-cache.ts'
import { colleaguesQuery, contactQuery, pipelinesQuery, sectionsQuery } from './contact-queries.ts'
import type { Colleague, Contact, Section } from './contact.ts'

/** Shown at once from the list it was opened from, then as the server has it. */
export function useContact(id: string): UseQueryResult<Contact> {
  const queries = useQueryClient()
  return useQuery({ ...contactQuery(id), placeholderData: () => findKnown(queries, id) })
}

export function useColleagues(): readonly Colleague[] {
  return useQuery(colleaguesQuery).data ?? []
}

export function usePipelines() {
  return useQuery(pipelinesQuery).data ?? []
}

export function useSections(): readonly Section[] {
  const { organization } = useSession()
  return useQuery(sectionsQuery(organization._id)).data ?? []
}
