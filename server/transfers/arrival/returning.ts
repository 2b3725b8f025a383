import { restoreOptOuts } from '../../contacts/erased-opt-outs.ts'
import { systemActor } from '../../identity/actor.ts'
import type { Trx } from '../../platform/database.ts'

const pageSize = 1000

/** Who had opted out and was erased in the organization that it arrives in, and is in the file, has come back: opted out. */
export async function recognizeErased(trx: Trx, organizationId: string): Promise<void> {
  const erased = await trx
    .selectFrom('erasedOptOuts')
    .select('addressHash')
    .where('organizationId', '=', organizationId)
    .limit(1)
    .executeTakeFirst()
  if (!erased) return
  for (let page = await readNumbers(trx, organizationId, ''); page.length > 0;) {
    await restoreOptOuts(trx, systemActor(organizationId), page)
    page = page.length < pageSize ? [] : await readNumbers(trx, organizationId, page.at(-1)!.contactId)
  }
}

function readNumbers(trx: Trx, organizationId: string, after: string) {
  return trx
    .selectFrom('contacts')
    .select(['id as contactId', 'phoneNumber as address'])
    .where('organizationId', '=', organizationId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(pageSize)
    .execute()
}
