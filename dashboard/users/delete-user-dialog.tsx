import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { problemBeside, problemWith } from '../api/field-problem.ts'
import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { Combobox } from '../ui/combobox.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { showToast } from '../ui/toasts.ts'
import { departmentsQuery, usersQuery } from './queries.ts'
import { texts } from './texts.ts'

export function DeleteUserDialog({ user, onClose }: { user: Schema<'User'>; onClose: () => void }) {
  const queries = useQueryClient()
  const { data: users } = useSuspenseQuery(usersQuery)
  const [heirId, setHeirId] = useState<string | undefined>()
  const deleting = useMutation({
    mutationFn: () =>
      ok(api.DELETE('/api/user/{id}', { params: { path: { id: user._id } }, body: { heirId: heirId ?? '' } })),
    onSuccess: async () => {
      onClose()
      showToast({ text: texts.deletedUser(user.fullName), tone: 'success' })
      await queries.invalidateQueries({ queryKey: usersQuery.queryKey })
      await queries.invalidateQueries({ queryKey: departmentsQuery.queryKey })
    },
  })
  const heirs = users.filter(({ _id, loginDisabled }) => _id !== user._id && !loginDisabled)
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.deleteUserTitle(user.fullName)}
      description={texts.deleteUserText}
    >
      <Form onSubmit={() => deleting.mutate()}>
        <FormError error={problemBeside(deleting.error, ['heirId'])} />
        <Field label={texts.heir} error={problemWith(deleting.error, 'heirId')}>
          <Combobox
            label={texts.heir}
            placeholder={texts.chooseHeir}
            value={heirId}
            onValueChange={setHeirId}
            options={heirs.map(({ _id, fullName, email }) => ({ value: _id, label: fullName, hint: email }))}
          />
        </Field>
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="danger" isBusy={deleting.isPending} disabled={heirId === undefined}>
            {texts.delete}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
