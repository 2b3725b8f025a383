import { useMutation } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { showToast } from '../ui/toasts.ts'
import type { Channel } from './queries.ts'

interface PageAct {
  kind: 'postback' | 'reaction' | 'read' | 'delivery' | 'echo'
  body?: string
  messageId?: string
  /** What is told when it has happened, where nothing else shows it. */
  said?: string
}

/** What a person on a page does that is no message. */
export function usePageAct(channel: Channel, contact: string, onDone: () => void) {
  return useMutation({
    mutationFn: ({ said: _said, ...act }: PageAct) =>
      ok(api.POST('/api/simulator/page', { body: { from: contact, to: channel.identifier, ...act } })),
    onSuccess: (_answer, { said }) => {
      if (said) showToast({ text: said, tone: 'success' })
      onDone()
    },
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
  })
}
