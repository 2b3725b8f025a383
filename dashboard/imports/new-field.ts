import { useMutation, useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import type { Schema } from '../api/shapes.ts'
import { useSession } from '../api/session.ts'
import { keys } from './imports.ts'
import { texts } from './texts.ts'

type Section = Schema<'Section'>
export type FieldType = keyof typeof texts.types

/** Adds a field to those that the organization has, and answers what a column is mapped to. */
export function useMakeField() {
  const queries = useQueryClient()
  const { organization } = useSession()
  const path = { id: organization._id }
  return useMutation({
    mutationFn: async ({ name, dataType }: { name: string; dataType: FieldType }) => {
      const before = await ok(api.GET('/api/organizations/sections/{id}', { params: { path } }))
      const taken = new Set(before.flatMap(({ properties }) => Object.keys(properties)))
      const property = propertyFor(name, taken)
      const sections = withField(before, property, { name, dataType })
      await ok(api.PUT('/api/organizations/sections/{id}', { params: { path }, body: { sections } }))
      await queries.invalidateQueries({ queryKey: keys.setting('fields') })
      return `customFields.${property}`
    },
  })
}

function withField(sections: Section[], property: string, field: { name: string; dataType: FieldType }) {
  const [last = { name: texts.fieldSection, isHidden: false, properties: {} }] = sections.slice(-1)
  return [...sections.slice(0, -1), { ...last, properties: { ...last.properties, [property]: field } }]
}

/** The name under which contacts have it: letters and digits of what people call it, and no other field's. */
function propertyFor(name: string, taken: ReadonlySet<string>): string {
  const words = name
    .normalize('NFKD')
    .replaceAll(/[^\w\s]/gu, '')
    .split(/[\s_]+/u)
    .filter(Boolean)
  const joined = words.map((word, at) => (at === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
  const plain = joined.join('').replace(/^\d+/u, '').slice(0, 60) || 'field'
  let property = plain
  for (let number = 2; taken.has(property); number += 1) property = `${plain}${number}`
  return property
}
