import type { Webchat } from '../queries.ts'

export type Settings = Webchat['settings']
export type ChatDraft = { name: string } & Settings
export type FieldName = Settings['form']['fields'][number]['name']
export type Weekly = NonNullable<Settings['hours']['weekly']>
export type Weekday = keyof Weekly
export type Asking = 'not' | 'optional' | 'required'

export const fieldNames: FieldName[] = ['name', 'email', 'phone']
export const weekdays: Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

const weekend = new Set<Weekday>(['saturday', 'sunday'])

export function draftOf({ name, settings }: Webchat): ChatDraft {
  return { name, ...settings }
}

export function askingOf({ fields }: Settings['form'], name: FieldName): Asking {
  const field = fields.find((each) => each.name === name)
  if (!field) return 'not'
  return field.isRequired ? 'required' : 'optional'
}

/** The questions in the order in which they are asked. */
export function withAsking(form: Settings['form'], name: FieldName, asking: Asking): Settings['form'] {
  const asked = (each: FieldName) => (each === name ? asking : askingOf(form, each))
  const fields = fieldNames
    .filter((each) => asked(each) !== 'not')
    .map((each) => ({ name: each, isRequired: asked(each) === 'required' }))
  return { ...form, fields }
}

export function usualWeek(): Weekly {
  return Object.fromEntries(
    weekdays.map((day) => [day, { enabled: !weekend.has(day), start: '09:00', end: '17:00' }]),
  ) as Weekly
}

/** What is written one on each line, as people paste it: with or without a scheme and a path. */
export function domainsIn(text: string): string[] {
  const written = text.split(/[\s,]+/u).map((each) =>
    each
      .trim()
      .toLowerCase()
      .replace(/^https?:\/\//u, '')
      .replace(/\/.*$/u, ''),
  )
  return [...new Set(written.filter(Boolean))]
}
