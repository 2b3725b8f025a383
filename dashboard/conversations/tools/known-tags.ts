import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'

import { listsOf } from '../live/lists.ts'

/** The tags of all that was read, the most used ones first. */
export function useKnownTags(more: readonly string[] = []): string[] {
  return knownTags(useQueryClient(), more)
}

function knownTags(queries: QueryClient, more: readonly string[]): string[] {
  const counts = new Map<string, number>(more.map((tag) => [tag, 0]))
  for (const { data } of listsOf(queries)) {
    for (const { conversations } of data?.pages ?? []) {
      for (const { tags } of conversations) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
    }
  }
  return [...counts].toSorted((one, other) => other[1] - one[1] || one[0].localeCompare(other[0])).map(([tag]) => tag)
}
