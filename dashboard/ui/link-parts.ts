import { safeUrl } from './safe-url.ts'

export type TextPart = { text: string; url?: string }

const linkLike = /\bhttps?:\/\/[^\s<>"]+|\bmailto:[^\s<>"]+|\bwww\.[^\s<>"]+\.[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu
const trailing = /[.,;:!?'"’”»*_~]+$/u

/** Splits plain text into pieces; those that are addresses of the web or of mail carry a safe `url`. */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const found of text.matchAll(linkLike)) {
    const shown = withoutTrailing(found[0])
    const url = safeUrl(addressOf(shown))
    if (!url) continue
    if (found.index > end) parts.push({ text: text.slice(end, found.index) })
    parts.push({ text: shown, url })
    end = found.index + shown.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}

// What closes a sentence or a bracket around the link does not belong to the link.
function withoutTrailing(found: string): string {
  const shown = found.replace(trailing, '')
  const isUnopened = shown.endsWith(')') && count(shown, ')') > count(shown, '(')
  return isUnopened ? withoutTrailing(shown.slice(0, -1)) : shown
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1
}

function addressOf(shown: string): string {
  if (/^(?:https?|mailto):/iu.test(shown)) return shown
  return shown.toLowerCase().startsWith('www.') ? `https://${shown}` : `mailto:${shown}`
}
