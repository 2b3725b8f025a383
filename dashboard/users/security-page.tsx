import { FormSection } from '../ui/form-layout.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { PasswordForm } from './password-form.tsx'
import { SessionList } from './session-list.tsx'
import { texts } from './texts.ts'
import { TwoFactor } from './two-factor.tsx'

export function SecurityPage() {
  return (
    <>
      <PageHeader title={texts.security} />
      <div>
        <FormSection title={texts.password} description={texts.passwordAbout}>
          <PasswordForm />
        </FormSection>
        <FormSection title={texts.twoFactor} description={texts.twoFactorAbout}>
          <TwoFactor />
        </FormSection>
        <FormSection title={texts.sessions} description={texts.sessionsAbout}>
          <SessionList />
        </FormSection>
      </div>
    </>
  )
}
