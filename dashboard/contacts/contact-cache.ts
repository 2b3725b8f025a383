import type { InfiniteData, QueryClient } from '@tanstack/react-query'

import type { Answer } from '../api/shapes.ts'
import type { Contact } from './contact.ts'
import { contactQuery, keys } from './contact-queries.ts'

type ContactPages = InfiniteData<Answer<'/api/contacts', 'get'>, string>

/** Changes these contacts wherever they are shown; nothing moves to another place. */
export function patchContacts(
  queries: QueryClient,
  ids: ReadonlySet<string>,
  change: (contact: Contact) => Contact,
): void {
  for (const id of ids) {
    queries.setQueryData(contactQuery(id).queryKey, (contact) => contact && change(contact))
  }
  queries.setQueriesData<ContactPages>({ queryKey: keys.lists }, (pages) => {
    if (!pages?.pages.some(({ data }) => data.some(({ _id }) => ids.has(_id)))) return pages
    const data = (page: ContactPages['pages'][number]) =>
      page.data.map((contact) => (ids.has(contact._id) ? change(contact) : contact))
    return { ...pages, pages: pages.pages.map((page) => ({ ...page, data: data(page) })) }
  })
}

/** Takes them out of every list, because they are gone or no longer to be seen. */
export function dropContacts(queries: QueryClient, ids: ReadonlySet<string>): void {
  queries.setQueriesData<ContactPages>({ queryKey: keys.lists }, (pages) => {
    const gone = pages?.pages.flatMap(({ data }) => data.filter(({ _id }) => ids.has(_id))).length ?? 0
    if (!pages || gone === 0) return pages
    const left = pages.pages.map(({ data, total, ...page }) => ({
      ...page,
      total: Math.max(0, total - gone),
      data: data.filter(({ _id }) => !ids.has(_id)),
    }))
    return { ...pages, pages: left }
  })
}

/** The contact as far as it is known from wherever it was read. */
export function findKnown(queries: QueryClient, id: string): Contact | undefined {
  const one = queries.getQueryData(contactQuery(id).queryKey)
  if (one) return one
  for (const [, pages] of queries.getQueriesData<ContactPages>({ queryKey: keys.lists })) {
    for (const { data } of pages?.pages ?? []) {
      const found = data.find(({ _id }) => _id === id)
      if (found) return found
    }
  }
  return undefined
}
