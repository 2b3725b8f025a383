/** A schema as senders meet it: what has a default may be left out, though whoever reads it always finds it there. */
export function asSent<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(asSent) as T
  if (typeof schema !== 'object' || schema === null) return schema
  const sent = Object.fromEntries(Object.entries(schema).map(([name, each]) => [name, asSent(each as unknown)]))
  const { properties, required } = schema as { properties?: Record<string, unknown>; required?: unknown }
  if (!properties || !Array.isArray(required)) return sent as T
  const { required: _all, ...rest } = sent
  const left = required.filter((name: string) => !hasDefault(properties[name]))
  return (left.length > 0 ? { ...rest, required: left } : rest) as T
}

function hasDefault(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && 'default' in schema
}
