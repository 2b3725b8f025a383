import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import { havingCustomFields, readCustomFilters } from '../../contacts/custom-fields.ts'
import type { Actor } from '../../identity/actor.ts'
import type { Trx } from '../../platform/database.ts'
import { factsOf } from './conditions.ts'
import type { Where, WhereCondition } from './where-schema.ts'

type Condition = RawBuilder<unknown>

/**
 * What is allowed, as alternatives: each is walked along the index that suits it, as if it were a list of its own, and costs
 * what that costs. One condition with `or` in it would be walked along the newest conversations, through all that there are
 * where few are meant.
 */
export async function alternativesOf(trx: Trx, actor: Actor, where: Where | undefined): Promise<Condition[]> {
  if (!where) return [sql`true`]
  const groups = []
  for (const { match, conditions } of where.groups)
    groups.push({ match, conditions: await each(trx, actor, conditions) })
  if (where.match === 'any') {
    return groups.flatMap(({ match, conditions }) => (match === 'any' ? conditions : [allOf(conditions)]))
  }
  // One group is told apart; of the others, which are rare, each is asked of what that finds.
  const split = groups.find(({ match, conditions }) => match === 'any' && conditions.length > 1)
  const rest = groups
    .filter((group) => group !== split)
    .map(({ match, conditions }) => (match === 'any' ? anyOf(conditions) : allOf(conditions)))
  return split ? split.conditions.map((condition) => allOf([condition, ...rest])) : [allOf(rest)]
}

async function each(trx: Trx, actor: Actor, conditions: WhereCondition[]): Promise<Condition[]> {
  const read = []
  for (const { not, field, ...facts } of conditions) {
    const condition = allOf(field ? [await inField(trx, actor, field)] : factsOf(actor, facts))
    read.push(not ? sql`not ${condition}` : condition)
  }
  return read
}

async function inField(trx: Trx, actor: Actor, { key, is }: NonNullable<WhereCondition['field']>): Promise<Condition> {
  const { organizationId } = actor
  const having = havingCustomFields(await readCustomFilters(trx, actor, { [key]: is }))
  return sql`conversations.contact_id in (
    select contacts.id from contacts where contacts.organization_id = ${organizationId} and ${allOf(having)}
  )`
}

function allOf(conditions: Condition[]): Condition {
  return sql`(${sql.join(conditions, sql` and `)})`
}

function anyOf(conditions: Condition[]): Condition {
  return sql`(${sql.join(conditions, sql` or `)})`
}
