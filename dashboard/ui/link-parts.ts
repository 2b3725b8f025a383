import { safeUrl } from './safe-url.ts'

export type TextPart = { text: string; url?: string }

// A local part is looked for once, at its beginning, and has 64 signs at most (RFC 5321): a word of ten thousand letters must
// not hold up a thread. What turns the direction of text makes an address read as another one: it ends where such a sign stands.
const linkLike =
  /\bhttps?:\/\/[^\s<>"\u202a-\u202e\u2066-\u2069]+|\bmailto:[^\s<>"\u202a-\u202e\u2066-\u2069]+|\bwww\.[^\s<>"\u202a-\u202e\u2066-\u2069]+\.[^\s<>"\u202a-\u202e\u2066-\u2069]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/giu
const trailing = new Set('.,;:!?\'"’”»*_~')

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
  let end = found.length
  let unopened = count(found, ')') - count(found, '(')
  for (; end > 0; end--) {
    const last = found[end - 1]!
    const isBracket = last === ')' && unopened > 0
    if (isBracket) unopened--
    else if (!trailing.has(last)) break
  }
  return found.slice(0, end)
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1
}

function addressOf(shown: string): string {
  if (/^(?:https?|mailto):/iu.test(shown)) return shown
  return shown.toLowerCase().startsWith('www.') ? `https://${shown}` : `mailto:${shown}`
}
