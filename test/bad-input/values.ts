import type { Schema } from '../routes/recorded.ts'

const nul = 'a\0b'
const halfOfAPair = 'a\ud800b'
const ofAnyKind = [null, true, 12, 1.5, 'text', [], {}, [[]], { a: 1 }]

/** Values that no field of this schema takes, as JSON can hold them. */
export function wrongValuesFor(schema: Schema): unknown[] {
  return [
    ...ofAnyKind.filter((value) => !isOfKind(schema, value)),
    ...wrongTexts(schema),
    ...wrongNumbers(schema),
    ...wrongLists(schema),
  ]
}

/** The same as a URL can hold them: all of it is text. */
export function wrongTextsFor(schema: Schema): string[] {
  const numbers = wrongNumbers(schema).map(String)
  return isA(schema, 'integer')
    ? [...numbers, 'text', '', '1,000', 'NaN', 'Infinity', nul]
    : wrongTexts(schema).filter((text) => text !== '' && text !== halfOfAPair)
}

function isOfKind(schema: Schema, value: unknown): boolean {
  // Kinds of its own making, such as a channel's settings, are always an object; null is the same as none.
  if (schema.type === undefined) return value === null || (isObject(value) && Object.keys(value).length === 0)
  if (value === null) return isA(schema, 'null')
  if (Array.isArray(value)) return isA(schema, 'array') && value.every((each) => isOfKind(schema.items ?? {}, each))
  if (typeof value === 'object') return isA(schema, 'object')
  if (typeof value === 'number') return isA(schema, 'integer') && Number.isInteger(value)
  return isA(schema, typeof value) && (typeof value !== 'string' || isPlainText(schema))
}

function wrongTexts(schema: Schema): string[] {
  if (!isA(schema, 'string')) return []
  const always = [nul, halfOfAPair, 'x'.repeat(100_000)]
  if (schema.enum) return [...always, 'nonsense', '', String(schema.enum[0]).toLowerCase().replace(/^./, ' ')]
  if (schema.format === 'email') return [...always, 'nobody', 'no@body', '@example.com', 'a b@example.com', '']
  if (schema.format === 'date') return [...always, '2025-02-30', '2025-13-01', '0000-01-01', 'yesterday', '', '1e9']
  if (schema.pattern?.includes('[0-9a-f]{24}')) return [...always, ...wrongIds]
  return schema.minLength ? [...always, ''] : always
}

const wrongIds = [
  'x',
  '',
  'G'.repeat(24),
  'A'.repeat(24),
  'a'.repeat(23),
  'a'.repeat(25),
  `${'a'.repeat(24)}\n`,
  '../../etc',
]

function wrongNumbers(schema: Schema): number[] {
  if (!isA(schema, 'integer')) return []
  const tooLarge = (schema.maximum ?? Infinity) < Number.MAX_SAFE_INTEGER ? [1e9] : []
  return [...tooLarge, -1, 1.5, 1e300, -1e9, ...(schema.minimum === 1 ? [0] : [])]
}

function wrongLists(schema: Schema): unknown[] {
  if (!isA(schema, 'array')) return []
  const items = wrongValuesFor(schema.items ?? {}).map((value) => [value])
  const tooMany = Math.max(1000, (schema.maxItems ?? 0) + 1)
  return [...items, Array.from({ length: tooMany }, (_, index) => index.toString(16).padStart(24, '0'))]
}

function isA(schema: Schema, kind: string): boolean {
  return [schema.type].flat().includes(kind)
}

function isPlainText({ pattern, format, enum: values }: Schema): boolean {
  return (
    (pattern === undefined || new RegExp(pattern, 'u').test('text')) && format === undefined && values === undefined
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
