import { Shuffle } from 'lucide-react'

import { isCode } from '../../api/errors.ts'
import { problemBeside, problemWith } from '../../api/field-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Form, FormActions } from '../../ui/form-layout.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Input } from '../../ui/input.tsx'
import { useUnsaved } from '../../ui/unsaved.ts'
import { ConfigurationFields } from '../configuration-fields.tsx'
import { texts } from '../texts.ts'
import type { Made } from './finish-step.tsx'
import { useConnecting } from './use-connecting.ts'
import type { ProvidedKind } from './use-connecting.ts'

export function ConnectForm({ kind, onMade }: { kind: ProvidedKind; onMade: (made: Made) => void }) {
  const form = useConnecting(kind, onMade)
  const { making, fields } = form
  const { error } = making
  const named = [
    'name',
    'identifier',
    ...fields.credentials.map(({ name }) => `credentials.${name}`),
    ...fields.settings.map(({ name }) => `settings.${name}`),
  ]
  useUnsaved(form.isTouched)
  const isTaken = isCode(error, 'address_taken')
  return (
    <Form onSubmit={() => form.isReady && making.mutate()} className="max-w-lg">
      {!isTaken && <FormError error={problemBeside(error, named)} />}
      <AddressField form={form} kind={kind} problem={isTaken ? texts.taken : problemWith(error, 'identifier')} />
      <Field label={texts.name} hint={texts.nameHint} error={problemWith(error, 'name')} isRequired>
        <Input value={form.name} maxLength={200} autoComplete="off" onValueChange={form.setName} />
      </Field>
      <ConfigurationFields
        part="credentials"
        fields={fields.credentials}
        draft={form.credentials}
        onDraft={form.setCredentials}
        error={error}
      />
      <ConfigurationFields
        part="settings"
        fields={fields.settings}
        draft={form.settings}
        onDraft={form.setSettings}
        error={error}
      />
      <FormActions>
        <Button type="submit" variant="primary" size="large" isBusy={making.isPending} disabled={!form.isReady}>
          {texts.creating}
        </Button>
      </FormActions>
    </Form>
  )
}

interface AddressFieldProps {
  form: ReturnType<typeof useConnecting>
  kind: ProvidedKind
  problem: string | undefined
}

function AddressField({ form, kind, problem }: AddressFieldProps) {
  const { type, identifier, setIdentifier, proposeAnother } = form
  const isNumber = type === 'sms'
  const hints = { simulatedNumber: texts.simulatedNumberHint, simulatedPage: texts.simulatedPageHint } as Record<
    string,
    string
  >
  const usual = isNumber ? texts.numberHint : texts.pageIdHint
  return (
    <Field label={isNumber ? texts.number : texts.pageId} hint={hints[kind] ?? usual} error={problem} isRequired>
      <Input
        autoFocus={!proposeAnother}
        type={isNumber ? 'tel' : 'text'}
        inputMode={isNumber ? 'tel' : 'numeric'}
        autoComplete="off"
        dir="ltr"
        maxLength={100}
        value={identifier}
        onValueChange={setIdentifier}
        end={
          proposeAnother && (
            <IconButton label={texts.anotherNumber} size="small" className="size-6!" onClick={proposeAnother}>
              <Shuffle className="size-3.5" />
            </IconButton>
          )
        }
      />
    </Field>
  )
}
