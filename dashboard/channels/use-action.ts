import { useMutation, useQueryClient } from '@tanstack/react-query'

import { showToast } from '../ui/toasts.ts'
import { channelsQuery } from './queries.ts'

/** Something done to channels at one press: they are read again, and a refusal is said where everybody looks. */
export function useAction<Input, Result>(act: (input: Input) => Promise<Result>, said?: (input: Input) => string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: async (_result, input) => {
      if (said) showToast({ text: said(input), tone: 'success' })
      await Promise.all([
        queries.invalidateQueries({ queryKey: channelsQuery.queryKey }),
        queries.invalidateQueries({ queryKey: ['webchats'] }),
      ])
    },
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
  })
}
