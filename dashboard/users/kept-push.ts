import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import { useSession } from '../api/session.ts'

/** Who had it switched on in this browser: after signing in again it goes on for them, and for nobody else. */
export const pushMemory = 'tether.push'

/** Where pushing was never switched on, nothing of it is loaded. */
export function useKeptPush(): void {
  const queries = useQueryClient()
  const { user } = useSession()
  useEffect(() => {
    if (localStorage.getItem(pushMemory) === null) return
    import('./push.ts').then(({ keepPush }) => keepPush(queries, user.id)).catch(() => undefined)
  }, [queries, user.id])
}
