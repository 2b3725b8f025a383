import { useMutation, useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import type { Answer, Schema } from '../api/shapes.ts'
import { askToConfirm } from '../ui/confirm.tsx'
import type { Question } from '../ui/confirm.tsx'
import { showToast } from '../ui/toasts.ts'
import { usersQuery } from './queries.ts'
import { texts } from './texts.ts'

export type ResetLink = { url: string; expiresAt: string }

/** What happens to a colleague at the press of a menu, asked about first where it hurts. */
export function useUserActions({ _id: id, fullName, loginDisabled, isPasswordDisabled }: Schema<'User'>) {
  const offering = useResetLink(fullName)
  const saving = useAction((body: { loginDisabled: boolean }) =>
    ok(api.PUT('/api/user/{id}', { params: { path: { id } }, body })),
  )
  const toggling = useAction(() => ok(api.PUT('/api/user/{id}/toggle-password-auth', { params: { path: { id } } })))
  const ending = useAction(() => ok(api.DELETE('/api/user/{id}/two-factor', { params: { path: { id } } })))
  const toggleDisabled = async () => {
    const question = { title: texts.disableTitle(fullName), text: texts.disableText, confirmLabel: texts.disable }
    if (!loginDisabled && !(await isSure(question))) return
    await saving.mutateAsync({ loginDisabled: !loginDisabled })
    showToast({ text: loginDisabled ? texts.enabledNow(fullName) : texts.disabledNow(fullName), tone: 'success' })
  }
  const togglePassword = async () => {
    const question = {
      title: texts.forbidPasswordTitle(fullName),
      text: texts.forbidPasswordText,
      confirmLabel: texts.forbidPassword,
    }
    if (isPasswordDisabled || (await isSure(question))) toggling.mutate()
  }
  const endTwoFactor = async () => {
    const question = {
      title: texts.offTwoFactorTitle(fullName),
      text: texts.offTwoFactorText,
      confirmLabel: texts.switchOff,
    }
    if (!(await isSure(question))) return
    await ending.mutateAsync()
    showToast({ text: texts.twoFactorIsOff(fullName), tone: 'success' })
  }
  return {
    link: linkOf(offering.data),
    forgetLink: offering.reset,
    offerLink: () => offering.mutate(id),
    toggleDisabled: () => void toggleDisabled().catch(() => undefined),
    togglePassword: () => void togglePassword(),
    endTwoFactor: () => void endTwoFactor().catch(() => undefined),
  }
}

/** A link for a new password; mailed where the server can, else to be handed on. */
export function useResetLink(fullName: string) {
  return useMutation({
    mutationFn: (userId: string) => ok(api.POST('/api/user/reset-password', { body: { userId } })),
    gcTime: 0,
    onSuccess: ({ resetLink }) => {
      if (resetLink === undefined) showToast({ text: texts.linkMailed(fullName), tone: 'success' })
    },
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
  })
}

export function linkOf(answer: Answer<'/api/user/reset-password', 'post'> | undefined): ResetLink | undefined {
  return answer?.resetLink === undefined ? undefined : { url: answer.resetLink, expiresAt: answer.expiresAt }
}

function useAction<Input = void>(act: (input: Input) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: () => queries.invalidateQueries({ queryKey: usersQuery.queryKey }),
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
  })
}

function isSure(question: Question): Promise<boolean> {
  return askToConfirm({ ...question, isDanger: true })
}
