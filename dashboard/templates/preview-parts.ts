/** A piece of a text as it will be read; `variable` is what stood there. */
export interface PreviewPart {
  /** Where it begins in what was written. */
  at: number
  text: string
  variable?: string
  isMissing?: boolean
}

const placeholder = /\{\{([^{}|]*)(?:\|([^{}]*))?\}\}/gu

/** The text with example values in it; what is not known stands as it was written. */
export function previewParts(template: string, values: Readonly<Record<string, string>>): PreviewPart[] {
  const parts: PreviewPart[] = []
  let end = 0
  for (const match of template.matchAll(placeholder)) {
    const [written, inside = '', fallback] = match
    const variable = inside.trim()
    const value = values[variable] || fallback?.trim()
    if (match.index > end) parts.push({ at: end, text: template.slice(end, match.index) })
    const { index: at } = match
    parts.push(value === undefined ? { at, text: written, variable, isMissing: true } : { at, text: value, variable })
    end = match.index + written.length
  }
  if (end < template.length) parts.push({ at: end, text: template.slice(end) })
  return parts
}
