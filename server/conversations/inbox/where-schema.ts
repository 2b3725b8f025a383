import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Compile } from 'typebox/compile'

import { invalid } from '../../platform/errors.ts'
import { Text, named } from '../../platform/schemas.ts'
import { ConditionFields } from './condition-fields.ts'

const mostConditions = 20

const FieldValue = Type.Unsafe<string | number | boolean>({ type: ['string', 'number', 'boolean'], maxLength: 500 })

const Match = Type.Unsafe<'all' | 'any'>({
  type: 'string',
  enum: ['all', 'any'],
  description: 'whether each of them has to hold, or one is enough',
})

const Condition = Type.Object({
  ...ConditionFields,
  field: Type.Optional(
    Type.Object(
      { key: Text(64), is: Type.Array(FieldValue, { minItems: 1, maxItems: 20 }) },
      { description: 'one of your own fields of the contact, and what it may be' },
    ),
  ),
  not: Type.Optional(Type.Boolean({ description: 'whether it is the others that are meant' })),
})

const WhereFields = Type.Object({
  match: Match,
  groups: Type.Array(
    Type.Object({ match: Match, conditions: Type.Array(Condition, { minItems: 1, maxItems: mostConditions }) }),
    { minItems: 1, maxItems: 5 },
  ),
})

export type Where = Static<typeof WhereFields>
export type WhereCondition = Static<typeof Condition>

/** Each condition names one thing, and may be turned round by `not`. */
export const WhereSchema = named('InboxWhere', WhereFields)

const example =
  '{"match":"all","groups":[{"match":"any","conditions":[{"tag":"vip"},{"field":{"key":"plan","is":["gold"]}}]}]}'

/** As a URL has it. */
export const WhereText = Type.String({
  maxLength: 8000,
  description: `groups of conditions, as JSON: \`${example}\`. Up to ${mostConditions} conditions, each naming one thing, with \`not\` for the others.`,
})

const whole = Compile(WhereFields)

export function readWhere(text: string): Where {
  const where = parse(text)
  if (!whole.Check(where)) throw invalid('where', wrongIn(where))
  return refuseUnclear(where)
}

/** What the schema cannot say. */
export function refuseUnclear(where: Where): Where {
  const conditions = where.groups.flatMap((group) => group.conditions)
  if (conditions.length > mostConditions) throw invalid('where', `it may have ${mostConditions} conditions at most.`)
  for (const { not: _not, ...asked } of conditions) {
    const names = Object.keys(asked)
    if (names.length === 1 && (names[0] === 'field' || Object.hasOwn(ConditionFields, names[0]!))) continue
    const given =
      names.length === 0 ? 'one of them names nothing that is known' : `one of them has ${names.join(' and ')}`
    throw invalid('where', `each condition names one thing; ${given}.`)
  }
  return where
}

function wrongIn(where: unknown): string {
  const [error] = whole.Errors(where)
  return error
    ? `${error.instancePath.slice(1).replaceAll('/', '.') || 'it'} ${error.message}.`
    : `it must be JSON such as ${example}.`
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('where', `it must be JSON such as ${example}.`)
  }
}
