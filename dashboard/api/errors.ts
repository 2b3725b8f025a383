import type { Schema } from './shapes.ts'

type Detail = Schema<'Error'>['error']['details'][number]

/** What the server refused, in its own words; or that it could not be reached, which is status 0. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  readonly code: string
  readonly details: readonly Detail[]

  constructor(status: number, code: string, message: string, details: readonly Detail[] = []) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }

  /** What is wrong with one field of a form. */
  ofField(name: string): string | undefined {
    return this.details.find(({ field }) => field === name)?.message
  }
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof ApiError && error.code === code
}
