import { useMutation, useQueryClient } from '@tanstack/react-query'

import { ApiError } from '../api/errors.ts'
import { showToast } from '../ui/toasts.ts'
import { channelsQuery } from './queries.ts'
import { texts } from './texts.ts'

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
    // What is wrong with a field stands at the field, which may be far from the button.
    onError: (error) => showToast({ text: isAtField(error) ? texts.checkFields : error.message, tone: 'danger' }),
  })
}

function isAtField(error: Error): boolean {
  return error instanceof ApiError && error.status === 400 && error.details.some(({ field }) => field)
}
