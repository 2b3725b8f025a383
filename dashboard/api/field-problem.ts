import { ApiError } from './errors.ts'

/** What the server says is wrong with one field of a form, as a sentence. */
export function problemWith(error: unknown, field: string): string | undefined {
  const problem = error instanceof ApiError ? error.ofField(field) : undefined
  // Under the field it need not be named as programs name it.
  const sentence = problem?.startsWith(`${field} `) ? `it${problem.slice(field.length)}` : problem
  return sentence && sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** Why a form was refused, unless one of its fields says so already. */
export function problemBeside(error: unknown, fields: readonly string[]): string | undefined {
  if (!(error instanceof Error) || fields.some((field) => problemWith(error, field) !== undefined)) return undefined
  return error.message
}
