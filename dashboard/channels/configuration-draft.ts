import type { ProviderField } from './providers.ts'

export type Draft = Readonly<Record<string, string | boolean>>

/** What the fields begin with: what is set, or what is usual. */
export function draftOf(fields: ProviderField[], present: Record<string, unknown> = {}): Draft {
  return Object.fromEntries(
    fields.map(({ name, control, initial }) => {
      const value = present[name] ?? initial
      if (control === 'check') return [name, value === true]
      if (control === 'made') return [name, madeSecret()]
      return [name, typeof value === 'string' || typeof value === 'number' ? String(value) : '']
    }),
  )
}

/** As the API wants it: what is left empty is left out. */
export function configurationOf(fields: ProviderField[], draft: Draft): Record<string, unknown> {
  const entries = fields.map(({ name, control }): [string, unknown] => {
    const value = draft[name]
    if (typeof value === 'string' && value.trim() === '') return [name, undefined]
    return [name, control === 'number' ? Number(value) : typeof value === 'string' ? value.trim() : value]
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

export function isComplete(fields: ProviderField[], draft: Draft): boolean {
  return fields.every(({ name, isRequired }) => !isRequired || Boolean(draft[name]))
}

/** Nobody has to think of one, and nothing in it has to be encoded in a URL. */
function madeSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}
