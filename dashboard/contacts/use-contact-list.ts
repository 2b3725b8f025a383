import { useInfiniteQuery } from '@tanstack/react-query'

import { contactsQuery } from './contact-queries.ts'
import type { ContactsSearch } from './contacts-search.ts'

/** What matches, page by page. While another search is asked for, what was found before stays. */
export function useContactList(search: ContactsSearch) {
  return useInfiniteQuery({ ...contactsQuery(search), placeholderData: (before) => before })
}

export type ContactList = ReturnType<typeof useContactList>
