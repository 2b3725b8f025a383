import { useQuery } from '@tanstack/react-query'

import { useSession } from '../../api/session.ts'
import { ownFieldsQuery } from '../queries.ts'

/** The organization's own fields of contacts, and what each of them holds. */
export function useOwnFields() {
  const { organization } = useSession()
  const { data: fields = [] } = useQuery(ownFieldsQuery(organization._id))
  return { fields, types: new Map(fields.map(({ key, dataType }) => [key, dataType])) }
}
