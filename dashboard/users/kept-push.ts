import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import { useSession } from '../api/session.ts'
import { pushMemory } from './push-memory.ts'

/** Where pushing was never switched on, nothing of it is loaded. */
export function useKeptPush(): void {
  const queries = useQueryClient()
  const { user } = useSession()
  useEffect(() => {
    if (localStorage.getItem(pushMemory) === null) return
    import('./push.ts').then(({ keepPush }) => keepPush(queries, user.id)).catch(() => undefined)
  }, [queries, user.id])
}
