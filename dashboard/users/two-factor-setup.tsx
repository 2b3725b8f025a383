import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { problemBeside, problemWith } from '../api/field-problem.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form, FormActions } from '../ui/form-layout.tsx'
import { Input, PasswordInput } from '../ui/input.tsx'
import { QrImage } from '../ui/qr-image.tsx'
import { twoFactorQuery } from './queries.ts'
import { texts } from './texts.ts'

/** Password, then the key for the app, then what to keep in case the app is lost. */
export function TwoFactorSetup({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const [password, setPassword] = useState('')
  const starting = useMutation({
    mutationFn: () => ok(api.POST('/api/user/two-factor', { body: { password } })),
  })
  const confirming = useMutation({
    mutationFn: (code: string) => ok(api.POST('/api/user/two-factor/confirm', { body: { password, code } })),
  })
  const close = () => {
    onClose()
    void queries.invalidateQueries({ queryKey: twoFactorQuery.queryKey })
  }
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && close()}
      title={confirming.data ? texts.recoveryTitle : texts.setUpTwoFactorTitle}
      description={confirming.data ? texts.recoveryAbout : starting.data && texts.scan}
    >
      {confirming.data ? (
        <RecoveryCodes codes={confirming.data.recoveryCodes} onClose={close} />
      ) : starting.data ? (
        <KeyStep
          {...starting.data}
          error={confirming.error}
          isBusy={confirming.isPending}
          onConfirm={(code) => confirming.mutate(code)}
        />
      ) : (
        <Form onSubmit={() => starting.mutate()}>
          <FormError error={problemBeside(starting.error, ['password'])} />
          <Field label={texts.currentPassword} error={problemWith(starting.error, 'password')} isRequired>
            <PasswordInput autoFocus value={password} onValueChange={setPassword} />
          </Field>
          <FormActions>
            <Button type="submit" variant="primary" isBusy={starting.isPending} disabled={password === ''}>
              {texts.continue}
            </Button>
          </FormActions>
        </Form>
      )}
    </Dialog>
  )
}

interface KeyStepProps {
  secret: string
  otpauthUrl: string
  error: Error | null
  isBusy: boolean
  onConfirm: (code: string) => void
}

function KeyStep({ secret, otpauthUrl, error, isBusy, onConfirm }: KeyStepProps) {
  const [code, setCode] = useState('')
  return (
    <Form onSubmit={() => onConfirm(code.replaceAll(' ', ''))}>
      <FormError error={problemBeside(error, ['code'])} />
      <div className="flex flex-wrap items-start gap-4">
        <QrImage text={otpauthUrl} label={texts.qrLabel} />
        <div className="flex min-w-48 flex-1 flex-col gap-4">
          <Field label={texts.secret} isGroup>
            <div className="flex items-start gap-1">
              <code className="min-w-0 flex-1 py-1 font-mono text-xs break-all">{inFours(secret)}</code>
              <CopyButton text={secret} />
            </div>
          </Field>
          <Field label={texts.code} hint={texts.codeHint} error={problemWith(error, 'code')} isRequired>
            <Input autoFocus inputMode="numeric" autoComplete="one-time-code" value={code} onValueChange={setCode} />
          </Field>
        </div>
      </div>
      <FormActions>
        <Button type="submit" variant="primary" isBusy={isBusy} disabled={code.trim() === ''}>
          {texts.switchOn}
        </Button>
      </FormActions>
    </Form>
  )
}

function inFours(secret: string): string {
  return secret.replaceAll(/(.{4})(?=.)/gu, '$1 ')
}

function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <ul className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-lg border bg-canvas p-3 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex justify-end gap-2">
        <CopyButton size="medium" label={texts.copyCodes} text={codes.join('\n')} />
        <Button variant="primary" onClick={onClose}>
          {texts.iKeptThem}
        </Button>
      </div>
    </div>
  )
}
