import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'

import { api, ok } from '../api/client.ts'
import { enter, signIn } from '../api/session.ts'
import type { LogIn } from '../api/session.ts'

export interface SetupBody {
  password: string
  organizationName: string
  country?: string
  timezone: string
  fullName: string
  email: string
  newPassword: string
}

/** The ways into a server that nobody has an account on: each ends in the inbox, signed in by a cookie. */
export function useEntering() {
  const queries = useQueryClient()
  const router = useRouter()
  const goIn = async () => {
    await enter(queries)
    await router.navigate({ to: '/inbox' })
  }
  return {
    setUp: useMutation({
      mutationFn: (body: SetupBody) => ok(api.POST('/api/setup', { body })),
      onSuccess: goIn,
    }),
    explore: useMutation({
      mutationFn: (password: string) => ok(api.POST('/api/setup/demo', { body: { password } })),
      onSuccess: goIn,
    }),
    enterDemo: useMutation({
      mutationFn: (logIn: LogIn) => signIn(queries, logIn),
      onSuccess: () => router.navigate({ to: '/inbox' }),
    }),
  }
}
