import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ellipsis, Pause, Play, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { askToConfirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { showToast } from '../ui/toasts.ts'
import { AttemptCard } from './attempt-card.tsx'
import type { Webhook } from './queries.ts'
import { RedeliverDialog } from './redeliver-dialog.tsx'
import { texts } from './texts.ts'
import { useAction } from './use-action.ts'
import { hostOf } from './webhook-row.tsx'

export function WebhookActions({ webhook, onDeleted }: { webhook: Webhook; onDeleted: () => void }) {
  const { _id: id, url, description, isDisabled } = webhook
  const [isRedelivering, setIsRedelivering] = useState(false)
  const path = { path: { id } }
  const switching = useAction((next: boolean) =>
    ok(api.PATCH('/api/webhooks/{id}', { params: path, body: { isDisabled: next } })),
  )
  const deleting = useAction(async () => {
    await ok(api.DELETE('/api/webhooks/{id}', { params: path }))
    onDeleted()
  }, texts.deleted)
  const toggle = async () => {
    const question = { title: texts.offTitle, text: texts.offText, confirmLabel: texts.switchOff }
    if (isDisabled || (await askToConfirm(question))) switching.mutate(!isDisabled)
  }
  const remove = async () => {
    const question = { title: texts.deleteTitle, text: texts.deleteText, confirmLabel: texts.delete, isDanger: true }
    if (await askToConfirm(question)) deleting.mutate(undefined)
  }
  return (
    <>
      <TestButton webhookId={id} />
      {isDisabled && (
        <Button variant="primary" isBusy={switching.isPending} onClick={() => void toggle()}>
          {texts.switchOn}
        </Button>
      )}
      <Menu
        align="end"
        trigger={
          <IconButton label={texts.more(description || hostOf(url))}>
            <Ellipsis className="size-4" />
          </IconButton>
        }
      >
        <MenuItem icon={<RotateCcw />} onSelect={() => setIsRedelivering(true)}>
          {texts.redeliverSince}
        </MenuItem>
        <MenuItem icon={isDisabled ? <Play /> : <Pause />} onSelect={() => void toggle()}>
          {isDisabled ? texts.switchOn : texts.switchOff}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Trash2 />} isDanger onSelect={() => void remove()}>
          {texts.delete}
        </MenuItem>
      </Menu>
      {isRedelivering && <RedeliverDialog webhook={webhook} onClose={() => setIsRedelivering(false)} />}
    </>
  )
}

/** Calls it once, and shows what it said. */
function TestButton({ webhookId: id }: { webhookId: string }) {
  const queries = useQueryClient()
  const testing = useMutation({
    mutationFn: () => ok(api.POST('/api/webhooks/{id}/test', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhook-deliveries', id] }),
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
  })
  const attempt = testing.data?.attempt
  return (
    <>
      <Button isBusy={testing.isPending} onClick={() => testing.mutate()}>
        {texts.test}
      </Button>
      {attempt && (
        <Dialog
          isOpen
          onOpenChange={() => testing.reset()}
          title={attempt.errorCode === null ? texts.testOk(attempt.milliseconds) : texts.testFailed}
        >
          <AttemptCard attempt={attempt} number={1} />
        </Dialog>
      )}
    </>
  )
}
