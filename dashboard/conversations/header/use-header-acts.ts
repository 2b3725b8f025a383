import { useMutation, useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../../api/client.ts'
import { askToConfirm } from '../../ui/confirm.tsx'
import { showToast } from '../../ui/toasts.ts'
import { basePath } from '../../api/client.ts'
import type { Act } from '../acts/acts.ts'
import { useActing } from '../acts/use-acting.ts'
import { followerOf } from '../live/follower.ts'
import { nameOf } from '../rows.ts'
import type { Person, Row } from '../rows.ts'
import { texts } from '../texts.ts'
import { useLeaving } from '../use-leaving.ts'

export type HeaderActs = ReturnType<typeof useHeaderActs>

/** What can be done to the conversation that is open. */
export function useHeaderActs(conversation: Row, onBack: () => void) {
  const acting = useActing()
  const leaving = useLeaving(onBack)
  const remove = useRemove(conversation, onBack)
  const act = (what: Act, isQuiet = false) => void acting([conversation], what, { isQuiet })
  return {
    resolve: () => (conversation.isResolved ? act({ kind: 'reopen' }) : leaving.resolve(conversation)),
    snooze: (until: Date) => leaving.snooze(conversation, until),
    wake: () => act({ kind: 'unsnooze' }),
    assign: (assignees: readonly Person[]) => act({ kind: 'assign', assignees }, true),
    tag: (add: readonly string[], removed: readonly string[]) => act({ kind: 'tag', add, remove: removed }, true),
    follow: () => act({ kind: conversation.isFollowed ? 'unfollow' : 'follow' }),
    /** It would be seen again at once if it stayed open. */
    unsee: () => {
      act({ kind: 'unsee' })
      onBack()
    },
    copyLink: () => void copyLink(conversation._id),
    remove,
  }
}

async function copyLink(id: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(new URL(`${basePath}/inbox/${id}`, location.href).href)
    showToast({ text: texts.linkCopied, tone: 'success' })
  } catch {
    showToast({ text: texts.copyFailed, tone: 'danger' })
  }
}

function useRemove(conversation: Row, onBack: () => void): () => Promise<void> {
  const queries = useQueryClient()
  const deleting = useMutation({
    mutationFn: () => ok(api.DELETE('/api/conversation/{id}', { params: { path: { id: conversation._id } } })),
    onSuccess: () => {
      onBack()
      followerOf(queries).forget(conversation._id)
      showToast({ text: texts.deleted })
    },
    onError: ({ message }) => showToast({ text: message, tone: 'danger' }),
  })
  return async () => {
    const question = {
      title: texts.deleteQuestion(nameOf(conversation)),
      text: texts.deleteText,
      confirmLabel: texts.delete,
    }
    if (await askToConfirm({ ...question, isDanger: true })) deleting.mutate()
  }
}
