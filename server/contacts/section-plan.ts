import { Refusal, invalid } from '../platform/errors.ts'
import { newId } from '../platform/id.ts'
import { isNameOfContact } from './contact-names.ts'
import type { CustomField } from './custom-values.ts'
import { isPattern } from './field-pattern.ts'

interface AskedProperty {
  _id?: string
  name?: string
  dataType: CustomField['dataType']
  isHidden?: boolean
  options?: string[]
  pattern?: string
  description?: string
}

export interface AskedSection {
  name: string
  isHidden?: boolean
  properties: Record<string, AskedProperty>
}

export type Layout = Array<{ name: string; isHidden: boolean; fieldIds: string[] }>

type Field = Omit<CustomField, 'organizationId'>

export interface Plan {
  layout: Layout
  fields: Field[]
  /** What loses its data: left out, or of another type from now on. */
  lost: CustomField[]
  renamedProperties: Record<string, string>
}

const mostFields = 300

/** What becomes of the fields that there are; changes nothing. */
export function planSections(asked: AskedSection[], present: CustomField[]): Plan {
  const places = placesOf(asked)
  refuseTwice(places.map(({ key, place }) => [key, place]))
  refuseTwice(places.flatMap(({ property, place }) => (property._id ? [[property._id, `${place}._id`]] : [])))

  const claimed = new Set(places.map(({ property }) => property._id))
  const plan: Plan = { layout: [], fields: [], lost: [], renamedProperties: {} }
  for (const { key, place, property } of places) {
    const known = property._id
      ? present.find(({ id }) => id === property._id)
      : present.find((field) => field.key === key && !claimed.has(field.id))
    if (property._id && !known) throw invalid(`${place}._id`, 'there is no such field: leave it out to make a new one.')
    plan.fields.push({ id: keptId(known, property), ...fieldOf(place, key, property) })
    if (known && known.key !== key) plan.renamedProperties[known.key] = key
  }
  const kept = new Set(plan.fields.map(({ id }) => id))
  plan.lost = present.filter(({ id }) => !kept.has(id))
  plan.layout = layoutOf(asked, plan.fields)
  return plan
}

interface Place {
  key: string
  place: string
  property: AskedProperty
}

function placesOf(asked: AskedSection[]): Place[] {
  const places = asked.flatMap(({ properties }, index) =>
    Object.entries(properties).map(([key, property]) => ({
      key,
      place: `sections.${index}.properties.${key.slice(0, 64)}`,
      property,
    })),
  )
  if (places.length > mostFields) throw invalid('sections', `there may be ${mostFields} fields, not ${places.length}.`)
  return places
}

/** What has another type is another field, which has no data yet. */
function keptId(known: CustomField | undefined, { dataType }: AskedProperty): string {
  return known?.dataType === dataType ? known.id : newId()
}

function fieldOf(place: string, key: string, property: AskedProperty): Omit<Field, 'id'> {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(key)) {
    throw invalid(place, 'the name of a field has up to 64 letters, digits and underscores, and begins with a letter.')
  }
  if (isNameOfContact(key)) {
    const message = `${key} is a name that every contact has already: choose another one.`
    throw new Refusal(400, 'protected_field', message, { details: [{ field: place, message }] })
  }
  const { name = key, dataType, isHidden = false } = property
  return { key, name, dataType, isHidden, rules: rulesOf(place, property) }
}

function rulesOf(place: string, { dataType, options, pattern, description }: AskedProperty): Field['rules'] {
  if (dataType === 'select' && !options?.length) throw invalid(`${place}.options`, 'a select has at least one option.')
  if (options && dataType !== 'select') throw invalid(`${place}.options`, `a ${dataType} has none; a select does.`)
  if (pattern !== undefined && dataType !== 'string') throw invalid(`${place}.pattern`, `a ${dataType} has none.`)
  if (pattern !== undefined && !isPattern(pattern)) throw invalid(`${place}.pattern`, 'it is no regular expression.')
  return {
    ...(options && { options }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(description === undefined ? {} : { description }),
  }
}

function layoutOf(asked: AskedSection[], fields: Field[]): Layout {
  const ids = new Map(fields.map(({ key, id }) => [key, id]))
  return asked.map(({ name, isHidden = false, properties }) => ({
    name,
    isHidden,
    fieldIds: Object.keys(properties).map((key) => ids.get(key)!),
  }))
}

function refuseTwice(values: string[][]): void {
  const seen = new Set<string>()
  for (const [value, place] of values as Array<[string, string]>) {
    if (seen.has(value)) throw invalid(place, `"${value}" stands twice.`)
    seen.add(value)
  }
}
