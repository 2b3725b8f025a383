import { newContact } from '../factories.ts'
import type { Person } from '../factories.ts'

export interface ErasureThings {
  erasure: string
}

export async function newErasureThings(admin: Person): Promise<ErasureThings> {
  const { _id } = await newContact(admin)
  const erased = await admin.call('POST', `/api/contacts/${_id}/erase`)
  return { erasure: erased.json().data._id }
}
