let locale: string | undefined

/** The language of dates and numbers; the browser's own until it is set. */
export function setLocale(chosen: string | undefined): void {
  locale = chosen
  kept.clear()
}

// Making an Intl formatter costs about as much as formatting a hundred values, and lists format thousands.
const kept = new Map<string, unknown>()

function keep<Formatter>(key: string, make: () => Formatter): Formatter {
  const found = kept.get(key)
  if (found !== undefined) return found as Formatter
  const made = make()
  kept.set(key, made)
  return made
}

export const formatters = {
  date: (options: Intl.DateTimeFormatOptions) =>
    keep(`date ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options)),
  number: (options: Intl.NumberFormatOptions) =>
    keep(`number ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options)),
  relative: (style: 'long' | 'narrow') =>
    keep(`relative ${style}`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style })),
  plural: () => keep('plural', () => new Intl.PluralRules(locale)),
  list: () => keep('list', () => new Intl.ListFormat(locale, { type: 'conjunction' })),
}
