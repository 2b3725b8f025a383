import { useMutation, useQueryClient } from '@tanstack/react-query'

import { showToast } from '../ui/toasts.ts'
import { webhooksQuery } from './queries.ts'

/** Something done to a webhook at one press: all about it is read again, and a refusal is said. */
export function useAction<Input, Result>(act: (input: Input) => Promise<Result>, said?: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      if (said) showToast({ text: said, tone: 'success' })
      await Promise.all([
        queries.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
        queries.invalidateQueries({ queryKey: ['webhook-deliveries'] }),
      ])
    },
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
  })
}
