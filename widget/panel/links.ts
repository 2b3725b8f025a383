export interface Part {
  text: string
  href?: string
}

// Lengths are bounded, so that no text makes the search slow.
const candidates = /(?:https?:\/\/|mailto:|tel:)[^\s<>"']{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/gi
const safeProtocols = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** A text as pieces, of which some lead somewhere; everything else stays the text it is. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of text.matchAll(candidates)) {
    const found = withoutPunctuation(match[0])
    const href = hrefOf(found)
    if (!href) continue
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push({ text: found, href })
    end = match.index + found.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}

/** The address if it may be followed from here, else nothing. */
export function safeHref(address: string, base?: string): string | undefined {
  try {
    const url = new URL(address, base)
    return safeProtocols.has(url.protocol) ? url.href : undefined
  } catch {
    return undefined
  }
}

function hrefOf(found: string): string | undefined {
  return safeHref(/^(?:https?|mailto|tel):/i.test(found) ? found : `mailto:${found}`)
}

/** A sentence's end is not the address's; a closing bracket is if it was opened inside. */
function withoutPunctuation(found: string): string {
  const trimmed = found.replace(/[.,;:!?…»]+$/, '')
  return trimmed.endsWith(')') && !trimmed.includes('(') ? withoutPunctuation(trimmed.slice(0, -1)) : trimmed
}
