import { ApiError } from './errors.ts'

/** What the server says is wrong with one field of a form, as a sentence. */
export function problemWith(error: unknown, field: string): string | undefined {
  const problem = error instanceof ApiError ? error.ofField(field) : undefined
  return problem && problem.charAt(0).toUpperCase() + problem.slice(1)
}

/** Why a form was refused, unless one of its fields says so already. */
export function problemBeside(error: unknown, fields: readonly string[]): string | undefined {
  if (!(error instanceof Error) || fields.some((field) => problemWith(error, field) !== undefined)) return undefined
  return error.message
}
