import type { Schema } from '../api/shapes.ts'
import { texts } from './texts.ts'

type Entry = Schema<'AuditLog'>

/** `added user Ana Lopez`, `updated channel Main line`: what was done, to what, by its name where it is known. */
export function actionInWords(entry: Entry, names: ReadonlyMap<string, string>): string {
  const { action, subjectType, subjectId, before, after } = entry
  const verb = action.split('.')[1] ?? action
  const subject = uncapitalized(texts.subjects[subjectType] ?? separated(subjectType))
  const name = names.get(subjectId) ?? nameIn(after) ?? nameIn(before)
  return [separated(verb), subject, name].filter(Boolean).join(' ')
}

export function valueInWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return texts.nothing
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function nameIn(values: Record<string, unknown> | null): string | undefined {
  const name = values?.['fullName'] ?? values?.['name']
  return typeof name === 'string' ? name : undefined
}

/** Inside a sentence; `API` stays what it is. */
function uncapitalized(label: string): string {
  return /^\p{Lu}\p{Lu}/u.test(label) ? label : label.charAt(0).toLocaleLowerCase() + label.slice(1)
}

/** `importStarted` → `import started`. */
function separated(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, ' ').toLocaleLowerCase()
}
