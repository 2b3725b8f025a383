import { useId } from 'react'

import { problemWith } from '../api/field-problem.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { Field } from '../ui/field.tsx'
import { Input, PasswordInput } from '../ui/input.tsx'
import type { Draft } from './configuration-draft.ts'
import type { ProviderField } from './providers.ts'
import { texts } from './texts.ts'

interface Props {
  fields: ProviderField[]
  /** What the API calls them together: its complaints are about `credentials.authToken`. */
  part: 'credentials' | 'settings'
  draft: Draft
  onDraft: (draft: Draft) => void
  error: unknown
}

/** The fields of a provider, those that nearly nobody needs folded away. */
export function ConfigurationFields(props: Props) {
  const usual = props.fields.filter(({ isRare }) => !isRare)
  const rare = props.fields.filter(({ isRare }) => isRare)
  return (
    <>
      {usual.map((field) => (
        <OneField key={field.name} {...props} field={field} />
      ))}
      {rare.length > 0 && (
        <Disclosure title={texts.rare}>
          <div className="flex flex-col gap-4 pt-2">
            {rare.map((field) => (
              <OneField key={field.name} {...props} field={field} />
            ))}
          </div>
        </Disclosure>
      )}
    </>
  )
}

function OneField({ field, part, draft, onDraft, error }: Props & { field: ProviderField }) {
  const { name, label, hint, control, isRequired } = field
  const value = draft[name]
  const set = (next: string | boolean) => onDraft({ ...draft, [name]: next })
  if (control === 'check')
    return <Checkbox label={label} hint={hint} isChecked={value === true} onCheckedChange={set} />
  const problem = problemWith(error, `${part}.${name}`)
  return (
    <Field label={label} hint={hint} error={problem} isRequired={isRequired} isOptional={!isRequired && !field.isRare}>
      <TextControl control={control} value={String(value ?? '')} onValueChange={set} />
    </Field>
  )
}

interface TextControlProps {
  control: ProviderField['control']
  value: string
  onValueChange: (value: string) => void
}

function TextControl({ control, ...rest }: TextControlProps) {
  const name = useId()
  if (control === 'secret') return <PasswordInput {...rest} autoComplete="new-password" />
  // Names that no browser knows, so that none fills in whom somebody signs in as.
  const plain = { ...rest, name, autoComplete: 'off', spellCheck: false, autoCapitalize: 'off', dir: 'ltr' as const }
  if (control === 'made') return <Input {...plain} className="font-mono" end={<CopyButton text={rest.value} />} />
  if (control === 'number') return <Input {...plain} inputMode="decimal" className="max-w-28" />
  return <Input {...plain} {...(control === 'url' ? { type: 'url' } : {})} />
}
