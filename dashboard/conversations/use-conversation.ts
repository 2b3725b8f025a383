import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'

import { oneQuery } from './queries.ts'
import type { Row } from './rows.ts'

/** One conversation, as a list shows it: at once where a list has shown it. */
export function useConversation(id: string): UseQueryResult<Row> {
  return useQuery(oneQuery(id, useQueryClient()))
}
