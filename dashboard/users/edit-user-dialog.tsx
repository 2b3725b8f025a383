import { useMutation, useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { problemBeside } from '../api/field-problem.ts'
import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { showToast } from '../ui/toasts.ts'
import { useDraft } from '../ui/use-draft.ts'
import { departmentsQuery, usersQuery } from './queries.ts'
import { texts } from './texts.ts'
import { UserFields, userBody, userFields } from './user-fields.tsx'
import type { UserDraft } from './user-fields.tsx'

export function EditUserDialog({
  user,
  isSelf,
  onClose,
}: {
  user: Schema<'User'>
  isSelf: boolean
  onClose: () => void
}) {
  const queries = useQueryClient()
  const draft = useDraft<UserDraft>({
    fullName: user.fullName,
    email: user.email,
    accessRole: user.accessRole,
    departmentId: user.departmentId ?? '',
    phoneNumber: user.phoneNumber ?? '',
    designation: user.designation ?? '',
  })
  const saving = useMutation({
    mutationFn: () =>
      ok(api.PUT('/api/user/{id}', { params: { path: { id: user._id } }, body: userBody(draft.changes) })),
    onSuccess: async () => {
      onClose()
      showToast({ text: texts.saved, tone: 'success' })
      await queries.invalidateQueries({ queryKey: usersQuery.queryKey })
      await queries.invalidateQueries({ queryKey: departmentsQuery.queryKey })
    },
  })
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={texts.editTitle(user.fullName)}>
      <Form onSubmit={() => saving.mutate()}>
        <FormError error={problemBeside(saving.error, userFields)} />
        <UserFields draft={draft} error={saving.error} isSelf={isSelf} />
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" isBusy={saving.isPending} disabled={!draft.isChanged}>
            {texts.save}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
