import { useState } from 'react'

import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form, FormActions, FormRow } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import type { FieldType } from './new-field.ts'
import { useMakeField } from './new-field.ts'
import { texts } from './texts.ts'

const types = Object.entries(texts.types).map(([value, label]) => ({ value: value as FieldType, label }))

interface NewFieldDialogProps {
  /** What the column is called. */
  name: string
  onMade: (field: string) => void
  onClose: () => void
}

/** A field of the organization for a column that none of its fields fits. */
export function NewFieldDialog({ name: given, onMade, onClose }: NewFieldDialogProps) {
  const [name, setName] = useState(given)
  const [dataType, setDataType] = useState<FieldType>('string')
  const making = useMakeField()
  const isNamed = name.trim() !== ''
  const make = () => {
    if (isNamed && !making.isPending) making.mutate({ name: name.trim(), dataType }, { onSuccess: onMade })
  }
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.newFieldTitle}
      description={texts.newFieldHint}
    >
      <Form onSubmit={make}>
        {making.error && <Banner tone="danger">{making.error.message}</Banner>}
        <FormRow>
          <Field label={texts.name} isRequired>
            <Input value={name} maxLength={200} onValueChange={setName} />
          </Field>
          <Field label={texts.type}>
            <Select value={dataType} options={types} onValueChange={setDataType} />
          </Field>
        </FormRow>
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" disabled={!isNamed} isBusy={making.isPending}>
            {texts.add}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
