// As the server counts them (GSM 03.38 as Twilio reads it): the two have the same table of cases.
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const extension = new Set('\f^{}\\[~]|€')
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

export interface SegmentCount {
  /** As people count: an emoji is one. */
  characters: number
  encoding: 'GSM-7' | 'UCS-2'
  segments: number
  /** How much the last segment can still take, in units of its encoding. */
  left: number
  /** What made the whole text UCS-2, each once. */
  culprits: string[]
}

/** What an SMS of this text is billed as. */
export function countSegments(content: string): SegmentCount {
  const visible = Array.from(graphemes.segment(content), ({ segment }) => segment)
  const culprits = [...new Set(visible.filter((each) => !isInGsm7(each)))]
  const isGsm7 = culprits.length === 0
  const sizes = isGsm7 ? septetsOf(content) : unitsOf(visible)
  const [single, part] = isGsm7 ? [160, 153] : [70, 67]
  const { segments, left } = packed(sizes, single, part)
  return { characters: visible.length, encoding: isGsm7 ? 'GSM-7' : 'UCS-2', segments, left, culprits }
}

function isInGsm7(text: string): boolean {
  return Array.from(text).every((character) => basic.has(character) || extension.has(character))
}

function septetsOf(content: string): number[] {
  return Array.from(content, (character) => (extension.has(character) ? 2 : 1))
}

/** A visible character is never split between two parts. */
function unitsOf(visible: string[]): number[] {
  return visible.flatMap((segment) => (segment === '\r\n' ? [1, 1] : [segment.length]))
}

function packed(sizes: number[], single: number, part: number): { segments: number; left: number } {
  const sum = sizes.reduce((total, size) => total + size, 0)
  if (sum <= single) return { segments: 1, left: single - sum }
  let segments = 1
  let used = 0
  for (const size of sizes) {
    if (used + size > part) {
      segments++
      used = 0
    }
    used += size
  }
  return { segments, left: part - used }
}
