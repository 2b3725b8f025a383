// GSM 03.38, as Twilio reads it: what is in neither alphabet turns the whole message to UCS-2, and so does ç, which GSM 03.38
// has only as a capital. https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const extension = new Set('\f^{}\\[~]|€')

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** The parts that a text is billed for, as Twilio counts them; of its own Smart Encoding it knows nothing. */
export function countSegments(content: string): number {
  const septets = septetsOf(content)
  if (septets) return countParts(septets, 160, 153)
  return content.length <= 70 ? 1 : countParts(unitsOf(content), 70, 67)
}

/** Whether it can be sent in the alphabet of seven bits. */
export function isInGsm7(content: string): boolean {
  return septetsOf(content) !== undefined
}

/** What each character takes in GSM-7; undefined where one of them is not in it. */
function septetsOf(content: string): number[] | undefined {
  const sizes: number[] = []
  for (const character of content) {
    if (basic.has(character)) sizes.push(1)
    else if (extension.has(character)) sizes.push(2)
    else return undefined
  }
  return sizes
}

/**
 * What each visible character takes in UTF-16: Twilio does not split an emoji, or a letter from what is combined with it. Its
 * calculator knows the visible characters of Unicode 10; one that came later, on the border of two parts, may count otherwise.
 */
function unitsOf(content: string): number[] {
  return Array.from(graphemes.segment(content), ({ segment }) =>
    segment === '\r\n' ? [1, 1] : [segment.length],
  ).flat()
}

function countParts(sizes: number[], single: number, part: number): number {
  if (sizes.reduce((sum, size) => sum + size, 0) <= single) return 1
  let parts = 1
  let used = 0
  for (const size of sizes) {
    if (used + size > part) {
      parts++
      used = 0
    }
    used += size
  }
  return parts
}
