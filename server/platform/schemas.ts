import { Type } from 'typebox'
import type { Static, TSchema } from 'typebox'

const shared = new Map<string, TSchema>()

/** A schema that the contract names: it stands once among the components of the OpenAPI document. */
export function named<T extends TSchema>(name: string, schema: T) {
  shared.set(name, { ...schema, $id: name })
  return Type.Unsafe<Static<T>>({ $ref: `${name}#` })
}

export function namedSchemas(): TSchema[] {
  return [...shared.values()]
}

const requirements = new Map<string, string>()

/** The pattern; whoever sends what does not fit is told what is required instead, since few people read patterns. */
export function inWords(pattern: string, requirement: string): string {
  requirements.set(pattern, requirement)
  return pattern
}

export function requirementOf(pattern: string): string | undefined {
  return requirements.get(pattern)
}

const idPattern = inWords('^[0-9a-f]{24}$', 'must be an id: 24 lowercase hex digits')

export const Id = Type.String({ pattern: idPattern, description: '24 lowercase hex digits' })

export const Time = Type.Unsafe<Date>({ type: 'string', format: 'date-time', description: 'ISO 8601, UTC' })

/** A list of types instead of `anyOf`, which the serializer would have to try one by one. */
export function nullable<T extends TSchema>(schema: T) {
  const { type, enum: values } = schema as unknown as { type: string; enum?: unknown[] }
  return Type.Unsafe<Static<T> | null>({ ...schema, type: [type, 'null'], ...(values && { enum: [...values, null] }) })
}

export const Text = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, ...(description ? { description } : {}) })

/** What stands in lists, mails and files: not blank, and on one line. */
const namePattern = inWords(String.raw`^(?=.*\S)[^\x00-\x1f\x7f]+$`, 'must not be blank, and stands on one line')

export const Name = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: namePattern })

inWords(String.raw`\S`, 'must not be empty')

export const Message = Type.Object({ message: Type.String() })

export const ErrorBody = named(
  'Error',
  Type.Object({
    success: Type.Literal(false),
    error: Type.Object({
      code: Type.String({ description: 'stable, for programs' }),
      message: Type.String({ description: 'a sentence, for people' }),
      details: Type.Array(Type.Object({ field: Type.Optional(Type.String()), message: Type.String() })),
    }),
    message: Type.String(),
  }),
)
