import type { Trx } from '../platform/database.ts'
import type { Author } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'

type Audited = { id: string; [name: string]: unknown }

/** That they changed is kept, and to what is not. */
const secrets = new Set(['passwordHash', 'credentials', 'secret', 'hash'])

/** They say nothing of what somebody meant to change. */
const noise = new Set(['id', 'organizationId', 'updatedAt', 'tokenEpoch', 'version', 'hearsAfter'])

/**
 * Keeps who changed what, in the transaction that changes it: of a change only the fields that differ, and never a secret.
 * Events are forgotten after some weeks; this is not.
 */
export async function audit(
  trx: Trx,
  author: Author,
  action: `${string}.${string}`,
  before: Audited | null,
  after: Audited | null,
): Promise<void> {
  const [subjectType = ''] = action.split('.')
  const changed = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .filter((name) => !noise.has(name))
    .filter((name) => JSON.stringify(valueOf(before, name)) !== JSON.stringify(valueOf(after, name)))
  if (before && after && changed.length === 0) return
  const createdAt = new Date()
  await trx
    .insertInto('auditLogs')
    .values({
      organizationId: author.organizationId,
      id: newId(createdAt),
      actorType: author.type,
      actorId: author.id,
      action,
      subjectType,
      subjectId: (after ?? before)?.id ?? '',
      before: before && shownOf(before, changed),
      after: after && shownOf(after, changed),
      createdAt,
    })
    .execute()
}

function shownOf(thing: Audited, names: string[]): Record<string, unknown> {
  const entries = names.filter((name) => valueOf(thing, name) !== undefined)
  return Object.fromEntries(
    entries.map((name) => {
      const value = valueOf(thing, name)
      return [name, secrets.has(name) && value !== null ? '(secret)' : value]
    }),
  )
}

function valueOf(thing: Audited | null, name: string): unknown {
  return thing?.[name]
}
