import { QueryClient } from '@tanstack/react-query'

import { ApiError } from './errors.ts'

const mostRetries = 2

/** What was read stays good until the live stream says otherwise, or somebody comes back after a while. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        gcTime: 30 * 60_000,
        // What is cached can be read without a network; what is not says so at once.
        networkMode: 'always',
        retry: (failures, error) => failures < mostRetries && isPassing(error),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

/** Whether it may go better in a moment. */
function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500)
}
