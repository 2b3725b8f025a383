import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form, FormActions, FormRow } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { useDraft } from '../ui/use-draft.ts'
import type { Draft } from '../ui/use-draft.ts'
import { propertyFor } from './section-drafts.ts'
import type { FieldDraft, FieldType } from './section-drafts.ts'
import { texts } from './texts.ts'

interface FieldDialogProps {
  field: FieldDraft | undefined
  taken: ReadonlySet<string>
  onKeep: (field: FieldDraft) => void
  onClose: () => void
}

interface Written {
  name: string
  property: string
  dataType: FieldType
  description: string
  options: string
  pattern: string
}

const types = Object.entries(texts.types).map(([value, label]) => ({ value: value as FieldType, label }))

/** A custom field; it is saved with all the others. */
export function FieldDialog({ field, taken, onKeep, onClose }: FieldDialogProps) {
  const draft = useDraft(writtenOf(field))
  const { name, property, dataType, description, options, pattern } = draft.value
  const others = new Set([...taken].filter((each) => each !== field?.property))
  const shownProperty = property || propertyFor(name, others)
  const keep = () =>
    onKeep({
      key: field?.key ?? crypto.randomUUID(),
      id: field?.id,
      isHidden: field?.isHidden ?? false,
      name: name.trim(),
      property: shownProperty,
      dataType,
      description: description.trim(),
      options: [...new Set(options.split('\n').map((line) => line.trim()))].filter(Boolean),
      pattern,
    })
  const isComplete =
    name.trim() !== '' && !others.has(shownProperty) && (dataType !== 'select' || options.trim() !== '')
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={field ? texts.editField(field.name) : texts.newField}
    >
      <Form onSubmit={keep}>
        <FormRow>
          <Field label={texts.fieldName} isRequired>
            <Input autoFocus value={name} onValueChange={draft.setter('name')} />
          </Field>
          <Field label={texts.type}>
            <Select value={dataType} onValueChange={draft.setter('dataType')} options={types} />
          </Field>
        </FormRow>
        <Rules draft={draft} />
        <Field label={texts.description} isOptional>
          <Input value={description} onValueChange={draft.setter('description')} />
        </Field>
        <Field label={texts.key} hint={texts.keyHint}>
          <Input
            spellCheck={false}
            className="font-mono"
            placeholder={propertyFor(name, others)}
            value={property}
            onValueChange={draft.setter('property')}
          />
        </Field>
        <FormActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" variant="primary" disabled={!isComplete}>
            {field ? texts.done : texts.add}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

function writtenOf(field: FieldDraft | undefined): Written {
  if (!field) return { name: '', property: '', dataType: 'string', description: '', options: '', pattern: '' }
  const { name, property, dataType, description, options, pattern } = field
  return { name, property, dataType, description, options: options.join('\n'), pattern }
}

/** What the values have to be like, for the types that have such a thing. */
function Rules({ draft }: { draft: Draft<Written> }) {
  return (
    <>
      {draft.value.dataType === 'select' && (
        <Field label={texts.options} isRequired>
          <TextArea rows={4} value={draft.value.options} onValueChange={draft.setter('options')} />
        </Field>
      )}
      {draft.value.dataType === 'string' && (
        <Field label={texts.pattern} hint={texts.patternHint} isOptional>
          <Input
            spellCheck={false}
            className="font-mono"
            value={draft.value.pattern}
            onValueChange={draft.setter('pattern')}
          />
        </Field>
      )}
    </>
  )
}
