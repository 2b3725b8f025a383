import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { MouseEvent } from 'react'

import { api, basePath, ok } from '../api/client.ts'
import { isCode } from '../api/errors.ts'
import { sessionQuery, signIn } from '../api/session.ts'
import type { LogIn } from '../api/session.ts'
import { SignInHint } from '../organizations/sign-in-hint.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Logo } from './logo.tsx'
import { texts } from './texts.ts'

export function SignInPage() {
  const queries = useQueryClient()
  const router = useRouter()
  const { next } = useSearch({ from: '/sign-in' })
  const goOn = () => router.history.push(placeIn(next))
  const entering = useMutation({ mutationFn: (logIn: LogIn) => signIn(queries, logIn), onSuccess: goOn })
  // Signed in already, or just now in another tab: what was refused then was asked with the session before.
  const isInside = useQuery({ ...sessionQuery, refetchOnMount: 'always' }).data && entering.isIdle
  useEffect(() => {
    if (isInside) router.history.replace(placeIn(next))
  }, [isInside, next, router])
  const needsCode = isCode(entering.error, 'two_factor_required') || isCode(entering.error, 'invalid_code')
  const isRefused = entering.error && !isCode(entering.error, 'two_factor_required')
  return (
    <main className="flex min-h-dvh items-center justify-center bg-canvas p-4">
      <div className="w-full max-w-sm">
        <Logo className="mx-auto mb-6 size-10" />
        <form
          className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-6"
          onSubmit={(event) => {
            event.preventDefault()
            entering.mutate(readForm(event.currentTarget))
          }}
        >
          <h1 className="text-xl font-semibold">{texts.signInTitle}</h1>
          {isRefused && <Banner tone="danger">{entering.error.message}</Banner>}
          <Field label={texts.email} isRequired>
            <Input name="email" type="email" autoComplete="username" autoFocus required />
          </Field>
          <Field label={texts.password} isRequired>
            <Input name="password" type="password" autoComplete="current-password" required />
          </Field>
          {needsCode && (
            <Field label={texts.code} hint={texts.codeHint} isRequired>
              <Input name="code" autoComplete="one-time-code" autoFocus required />
            </Field>
          )}
          <Button type="submit" variant="primary" isBusy={entering.isPending}>
            {texts.signIn}
          </Button>
          <Forgotten />
        </form>
        <SignInHint />
      </div>
    </main>
  )
}

/** Asks for a link to choose another password; what the server can do about that, it says itself. */
function Forgotten() {
  const [problem, setProblem] = useState('')
  const asking = useMutation({
    mutationFn: (email: string) => ok(api.POST('/api/auth/forgot-password', { body: { email } })),
  })
  const ask = ({ currentTarget: { form } }: MouseEvent<HTMLButtonElement>) => {
    const email = form ? readForm(form).email : ''
    setProblem(email ? '' : texts.emailFirst)
    if (email) asking.mutate(email)
  }
  const said = problem || asking.error?.message || asking.data?.message
  return (
    <div className="-mt-2 flex flex-col items-center gap-2">
      <Button variant="quiet" size="small" isBusy={asking.isPending} onClick={ask}>
        {texts.forgotten}
      </Button>
      <p role="status" className="text-center text-xs text-pretty text-muted empty:hidden">
        {said}
      </p>
    </div>
  )
}

/** Where one wanted to go: a page of ours, whatever the link that led here says. */
function placeIn(next = ''): string {
  const place = URL.parse(next, location.origin)
  const isOurs = next.startsWith('/') && place?.origin === location.origin
  return isOurs ? place.pathname + place.search + place.hash : `${basePath}/`
}

function readForm(form: HTMLFormElement): LogIn {
  const fields = new FormData(form)
  const read = (name: string) => String(fields.get(name) ?? '').trim()
  const code = read('code')
  return { email: read('email'), password: String(fields.get('password') ?? ''), ...(code ? { code } : {}) }
}
