type Value = string | number | boolean | readonly string[] | undefined

/** Where the file is; a list stands there once for each of its values. */
export function exportUrl(filters: Record<string, Value>, columns?: readonly string[]): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...filters, columns })) {
    for (const each of Array.isArray(value) ? (value as string[]) : [value]) {
      if (each !== undefined && each !== '') query.append(name, String(each))
    }
  }
  return `/api/contacts/export${query.size > 0 ? `?${query.toString()}` : ''}`
}
