import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { Select } from '../ui/select.tsx'
import { showToast } from '../ui/toasts.ts'
import { departmentsQuery, usersQuery } from './queries.ts'
import { texts } from './texts.ts'

export function DeleteDepartmentDialog({
  department,
  onClose,
}: {
  department: Schema<'Department'>
  onClose: () => void
}) {
  const queries = useQueryClient()
  const { data: departments } = useSuspenseQuery(departmentsQuery)
  const [moveToId, setMoveToId] = useState<string | undefined>()
  const { _id: id, name, memberCount } = department
  const deleting = useMutation({
    mutationFn: () =>
      ok(
        api.DELETE('/api/departments/{id}', {
          params: { path: { id }, query: moveToId === undefined ? {} : { moveToId } },
        }),
      ),
    onSuccess: async () => {
      onClose()
      showToast({ text: texts.departmentDeleted(name), tone: 'success' })
      await queries.invalidateQueries({ queryKey: departmentsQuery.queryKey })
      await queries.invalidateQueries({ queryKey: usersQuery.queryKey })
    },
  })
  const others = departments.filter((other) => other._id !== id)
  return (
    <Dialog
      isOpen
      size="small"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.deleteDepartmentTitle(name)}
      description={memberCount > 0 ? texts.deleteDepartmentText : texts.deleteEmptyText}
    >
      <Form onSubmit={() => deleting.mutate()}>
        <FormError error={deleting.error?.message} />
        {memberCount > 0 && (
          <Field label={texts.moveTo} isRequired>
            <Select
              value={moveToId}
              onValueChange={setMoveToId}
              options={others.map((other) => ({ value: other._id, label: other.name }))}
            />
          </Field>
        )}
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button
            type="submit"
            variant="danger"
            isBusy={deleting.isPending}
            disabled={memberCount > 0 && moveToId === undefined}
          >
            {texts.delete}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
