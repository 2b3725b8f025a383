import { api, ok } from '../api/client.ts'
import { askToConfirm } from '../ui/confirm.tsx'
import { showToast } from '../ui/toasts.ts'
import type { Channel } from './queries.ts'
import { texts } from './texts.ts'
import { useAction } from './use-action.ts'

/** What can be done to a channel from a menu or a button; asked about first where it hurts. */
export function useChannelActions({ _id: id, name, type, isDisabled }: Channel, onDeleted?: () => void) {
  const path = { path: { id } }
  const testing = useAction(async () => {
    const { success, message } = await ok(api.POST('/api/channels/{id}/test', { params: path }))
    showToast({ text: message, tone: success ? 'success' : 'danger' })
  })
  const disabling = useAction(
    () => ok(api.POST('/api/channels/{id}/disable', { params: path })),
    () => texts.disabledNow(name),
  )
  const enabling = useAction(
    () => ok(api.POST('/api/channels/{id}/enable', { params: path })),
    () => texts.enabledNow(name),
  )
  const deleting = useAction(
    async () => {
      // Before the list is read again: who stands on its page is led away first.
      await ok(api.DELETE('/api/channels/{id}', { params: path }))
      onDeleted?.()
    },
    () => texts.deletedNow(name),
  )
  const isWebchat = type === 'webchat'
  const toggle = async () => {
    if (isDisabled) return enabling.mutate(undefined)
    const text = isWebchat ? texts.disableWebchatQuestion : texts.disableQuestion
    const isSure = await askToConfirm({ title: texts.disableTitle(name), text, confirmLabel: texts.disable })
    if (isSure) disabling.mutate(undefined)
  }
  const remove = async () => {
    const text = isWebchat ? texts.deleteWebchatQuestion : texts.deleteQuestion
    const question = { title: texts.deleteTitle(name), text, confirmLabel: texts.delete, isDanger: true }
    if (await askToConfirm(question)) deleting.mutate(undefined)
  }
  return {
    test: () => testing.mutate(undefined),
    isTesting: testing.isPending,
    toggle: () => void toggle(),
    isToggling: disabling.isPending || enabling.isPending,
    remove: () => void remove(),
  }
}
