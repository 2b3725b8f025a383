import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { problemBeside, problemWith } from '../api/field-problem.ts'
import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { departmentsQuery } from './queries.ts'
import { texts } from './texts.ts'

/** Adds a department, or gives one another name. */
export function NameDepartmentDialog({
  department,
  onClose,
}: {
  department?: Schema<'Department'>
  onClose: () => void
}) {
  const queries = useQueryClient()
  const [name, setName] = useState(department?.name ?? '')
  const saving = useMutation({
    mutationFn: () =>
      department
        ? ok(api.PUT('/api/departments/{id}', { params: { path: { id: department._id } }, body: { name } }))
        : ok(api.POST('/api/departments', { body: { name } })),
    onSuccess: async () => {
      onClose()
      await queries.invalidateQueries({ queryKey: departmentsQuery.queryKey })
    },
  })
  return (
    <Dialog
      isOpen
      size="small"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={department ? texts.renameTitle(department.name) : texts.addDepartment}
    >
      <Form onSubmit={() => saving.mutate()}>
        <FormError error={problemBeside(saving.error, ['name'])} />
        <Field label={texts.departmentName} error={problemWith(saving.error, 'name')} isRequired>
          <Input autoFocus value={name} onValueChange={setName} />
        </Field>
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" isBusy={saving.isPending} disabled={name.trim() === ''}>
            {department ? texts.save : texts.addDepartment}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
