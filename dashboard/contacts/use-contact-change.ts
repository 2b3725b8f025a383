import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { ApiError } from '../api/errors.ts'
import { showToast } from '../ui/toasts.ts'
import { findKnown, patchContacts } from './contact-cache.ts'
import { contactQuery, keys } from './contact-queries.ts'
import type { Contact } from './contact.ts'
import { texts } from './texts.ts'

export interface ContactChanges {
  firstName?: string | null
  lastName?: string | null
  email?: string | null
  phoneNumber?: string | null
  source?: string
  status?: string
  pipelineId?: string | null
  pipelineStage?: string | null
  userId?: string
  assignees?: string[]
  isAutopilot?: boolean
  customFields?: Record<string, unknown>
}

/** Changes the contact at once on the screen; what the server refuses is as it was, and thrown for the field to say. */
export function useContactChange(id: string): (changes: ContactChanges) => Promise<void> {
  const queries = useQueryClient()
  return ({ customFields, ...rest }) => {
    const params = { path: { id } }
    const body = { ...rest, ...(customFields ? { customFields } : {}) }
    const guess = (contact: Contact) => ({ ...contact, ...rest, ...customFields }) as Contact
    return change(queries, id, guess, async () => {
      return (await ok(api.PATCH('/api/contacts/{id}', { params, body }))).data.contact
    })
  }
}

export function useTagChange(id: string): (tags: string[]) => Promise<void> {
  const queries = useQueryClient()
  return (tags) =>
    change(
      queries,
      id,
      (contact) => ({ ...contact, tags }),
      async () => {
        const answer = await ok(api.PUT('/api/contacts/{id}/tags', { params: { path: { id } }, body: { tags } }))
        void queries.invalidateQueries({ queryKey: keys.setting('tags') })
        return answer.data.contact
      },
    )
}

/** For what is pressed rather than written: says what went wrong by itself. */
export function saidWhenFailed<Given extends unknown[]>(
  work: (...given: Given) => Promise<unknown>,
): (...given: Given) => void {
  return (...given) => {
    work(...given).catch(sayFailure)
  }
}

export function sayFailure(error: unknown): void {
  showToast({ tone: 'danger', text: error instanceof ApiError ? error.message : texts.failed })
}

/** As it will be, until the server has said how it is. */
export async function change(
  queries: QueryClient,
  id: string,
  guess: (contact: Contact) => Contact,
  work: () => Promise<Contact | undefined>,
): Promise<void> {
  const ids = new Set([id])
  const before = findKnown(queries, id)
  await queries.cancelQueries({ queryKey: keys.one(id) })
  patchContacts(queries, ids, guess)
  try {
    const after = await work()
    if (after) patchContacts(queries, ids, () => after)
    else await queries.invalidateQueries({ queryKey: contactQuery(id).queryKey })
  } catch (error) {
    if (before) patchContacts(queries, ids, () => before)
    void queries.invalidateQueries({ queryKey: keys.one(id) })
    throw error
  }
}
