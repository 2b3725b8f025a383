import { newId } from '../../server/platform/id.ts'
import type { TestApp } from '../app.ts'
import { newOrganization } from '../factories.ts'
import type { Person } from '../factories.ts'
import { spareName } from './transfers.ts'

export interface TransferThings {
  /** Nobody's that matters. */
  spareOrganization: string
}

export async function newTransferThings({ app, db }: TestApp, admin: Person): Promise<TransferThings> {
  const at = new Date()
  const brought = { actorType: 'user', actorId: admin.user.id, lines: 3, linesRead: 3, counts: '{"users": 1}' }
  await db
    .insertInto('organizationImports')
    .values({ ...brought, organizationId: admin.user.organizationId, id: newId(), createdAt: at, finishedAt: at })
    .execute()
  // Nobody erases here what routes before this one asked for, and until then nothing leaves.
  await db
    .updateTable('erasures')
    .set({ sealed: null, step: 'finished', finishedAt: at })
    .where('organizationId', '=', admin.user.organizationId)
    .where('finishedAt', 'is', null)
    .execute()
  const { user } = await newOrganization(app, { organizationName: spareName })
  return { spareOrganization: user.organizationId }
}
