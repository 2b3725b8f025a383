import { inWords } from '../platform/schemas.ts'

const pictogram = String.raw`\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?(?:[\u{E0020}-\u{E007E}]+\u{E007F})?`
const flag = String.raw`\p{Regional_Indicator}{2}`
const keycap = String.raw`[0-9#*]\uFE0F?\u20E3`

/** One, however it is put together: the grammar of unicode.org/reports/tr51, so that those of next year are known as well. */
export const oneEmoji = inWords(
  `^(?:${pictogram}(?:\\u200D${pictogram})*|${flag}|${keycap})$`,
  'must be one emoji, such as 👍',
)
