import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { askingOf, fieldNames, withAsking } from './settings-draft.ts'
import type { Asking } from './settings-draft.ts'
import { texts } from './texts.ts'
import type { PartProps } from './webchat-editor.tsx'

const askings: Asking[] = ['not', 'optional', 'required']
const segments = askings.map((value) => ({ value, label: texts[value] }))

export function BeforeFields({ draft: { form }, set }: PartProps) {
  const start = form.fields.length > 0 ? form : withAsking(form, 'email', 'required')
  return (
    <>
      <Checkbox
        label={texts.asks}
        isChecked={form.isOn}
        onCheckedChange={(isOn) => set({ form: { ...(isOn ? start : form), isOn } })}
      />
      {form.isOn && (
        <div className="flex flex-col gap-4 border-s-2 ps-4">
          {fieldNames.map((name) => (
            <Field key={name} label={texts.fields[name]} isGroup>
              <SegmentedControl
                value={askingOf(form, name)}
                onValueChange={(asking) => set({ form: withAsking(form, name, asking) })}
                segments={segments}
              />
            </Field>
          ))}
          <Field label={texts.consent} hint={texts.consentHint}>
            <TextArea
              rows={2}
              maxLength={1000}
              value={form.consent ?? ''}
              onValueChange={(consent) => set({ form: { ...form, consent: consent || null } })}
            />
          </Field>
        </div>
      )}
    </>
  )
}
