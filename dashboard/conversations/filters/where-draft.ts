import { isStandingCondition } from './where-names.ts'
import type { ConditionName } from './where-names.ts'
import type { Where } from './filters.ts'

type Condition = Where['groups'][number]['conditions'][number]
type FieldValue = NonNullable<Condition['field']>['is'][number]

export type Match = Where['match']

/** One line of the form: what is asked, and what it is to be; without a value it does not count yet. */
export interface Line {
  /** Tells lines apart while they are edited. */
  id: string
  /** A condition that everybody has, or `field:` and the key of an own field. */
  name: string
  isNot: boolean
  values: string[]
}

export interface Group {
  id: string
  match: Match
  lines: Line[]
}

export interface Draft {
  match: Match
  groups: Group[]
}

export const mostGroups = 5
export const mostLines = 20

let latest = 0
const newId = () => `line${(latest += 1)}`

export function newLine(name: string = 'tag'): Line {
  return { id: newId(), name, isNot: false, values: [] }
}

export function newGroup(): Group {
  return { id: newId(), match: 'any', lines: [newLine()] }
}

export function draftOf(where: Where | undefined): Draft {
  if (!where) return { match: 'all', groups: [newGroup()] }
  const groups = where.groups.map(({ match, conditions }) => ({ id: newId(), match, lines: conditions.map(lineOf) }))
  return { match: where.match, groups }
}

function lineOf({ not = false, field, ...named }: Condition): Line {
  const line = { id: newId(), isNot: not }
  if (field) return { ...line, name: fieldName(field.key), values: field.is.map(String) }
  const [[name, value] = ['tag', '']] = Object.entries(named)
  return { ...line, name, values: [String(value)] }
}

export function fieldName(key: string): string {
  return `field:${key}`
}

export function keyOfField(name: string): string | undefined {
  return name.startsWith('field:') ? name.slice('field:'.length) : undefined
}

/** What the form says, without what was left open; undefined where that is nothing. */
export function whereOf({ match, groups }: Draft, types: ReadonlyMap<string, string>): Where | undefined {
  const filled = groups
    .map((group) => ({ match: group.match, conditions: group.lines.flatMap((line) => conditionOf(line, types)) }))
    .filter(({ conditions }) => conditions.length > 0)
  return filled.length > 0 ? { match, groups: filled } : undefined
}

function conditionOf({ name, isNot, values }: Line, types: ReadonlyMap<string, string>): Condition[] {
  const [value] = values
  if (value === undefined || value === '') return []
  const turned = isNot ? { not: true } : {}
  const key = keyOfField(name)
  if (key !== undefined) return [{ field: { key, is: values.map((each) => typed(each, types.get(key))) }, ...turned }]
  return isStandingCondition(name) ? [{ ...standing(name, value), ...turned }] : []
}

function standing(name: ConditionName, value: string): Condition {
  if (value === 'true' || value === 'false') return { [name]: value === 'true' }
  return { [name]: name === 'waitingMinutes' ? Number(value) : value }
}

function typed(value: string, dataType: string | undefined): FieldValue {
  if (dataType === 'number') return Number(value)
  return dataType === 'boolean' ? value === 'true' : value
}

export function countOf({ groups }: Where): number {
  return groups.reduce((sum, { conditions }) => sum + conditions.length, 0)
}

export function withLine(draft: Draft, lineId: string, change: (line: Line) => Line | undefined): Draft {
  const groups = draft.groups.map((group) => ({
    ...group,
    lines: group.lines.flatMap((line) => (line.id === lineId ? (change(line) ?? []) : line)),
  }))
  const left = groups.filter(({ lines }) => lines.length > 0)
  return { ...draft, groups: left.length > 0 ? left : [newGroup()] }
}

export function withGroup(draft: Draft, groupId: string, change: (group: Group) => Group): Draft {
  return { ...draft, groups: draft.groups.map((group) => (group.id === groupId ? change(group) : group)) }
}
