import { problemBeside, problemWith } from '../api/field-problem.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { Input, PasswordInput } from '../ui/input.tsx'
import { likelyCountry, ownTimeZone } from '../ui/places.ts'
import { useDraft } from '../ui/use-draft.ts'
import { PlaceFields } from './place-fields.tsx'
import { texts } from './texts.ts'
import { useEntering } from './use-entering.ts'

const fields = ['organizationName', 'country', 'timezone', 'fullName', 'email', 'newPassword', 'password'] as const

/** The organization and its first admin, in one form. */
export function SetupForm({ printed }: { printed: string }) {
  const { setUp } = useEntering()
  const draft = useDraft({
    password: printed,
    organizationName: '',
    country: likelyCountry(),
    timezone: ownTimeZone(),
    fullName: '',
    email: '',
    newPassword: '',
  })
  const { value, set, setter } = draft
  const problem = (field: (typeof fields)[number]) => problemWith(setUp.error, field)
  return (
    <Form onSubmit={() => setUp.mutate(value)} className="rounded-lg border bg-surface p-6">
      <div>
        <h1 className="text-xl font-semibold tracking-tight">{texts.setUpTitle}</h1>
        <p className="mt-1 text-muted">{texts.setUpAbout}</p>
      </div>
      <FormError
        error={problemBeside(
          setUp.error,
          fields.filter((field) => field !== 'password' || !printed),
        )}
      />
      <Field label={texts.organizationName} error={problem('organizationName')} isRequired>
        <Input
          autoFocus
          autoComplete="organization"
          value={value.organizationName}
          onValueChange={setter('organizationName')}
        />
      </Field>
      <div className="grid gap-4 xs:grid-cols-2">
        <PlaceFields country={value.country} timezone={value.timezone} onChange={set} error={setUp.error} />
      </div>
      <Field label={texts.fullName} error={problem('fullName')} isRequired>
        <Input autoComplete="name" value={value.fullName} onValueChange={setter('fullName')} />
      </Field>
      <Field label={texts.email} error={problem('email')} isRequired>
        <Input type="email" autoComplete="username" value={value.email} onValueChange={setter('email')} />
      </Field>
      <Field label={texts.password} hint={texts.passwordHint} error={problem('newPassword')} isRequired>
        <PasswordInput autoComplete="new-password" value={value.newPassword} onValueChange={setter('newPassword')} />
      </Field>
      {!printed && (
        <Field label={texts.printedPassword} hint={texts.printedHint} error={problem('password')} isRequired>
          <PasswordInput autoComplete="off" value={value.password} onValueChange={setter('password')} />
        </Field>
      )}
      <FormActions>
        <Button type="submit" variant="primary" isBusy={setUp.isPending}>
          {texts.setUp}
        </Button>
      </FormActions>
    </Form>
  )
}
