import { useSession } from '../../api/session.ts'
import type { Person } from '../rows.ts'

/** Oneself, as whom one assigns. */
export function useMe(): Person {
  const { user } = useSession()
  return { _id: user.id, fullName: user.fullName, email: user.email }
}
