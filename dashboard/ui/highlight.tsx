import { highlightParts } from './highlight-parts.ts'

/** Marks the searched words in a text. */
export function Highlight({ text, words }: { text: string; words: string }) {
  if (!words.trim()) return text
  return highlightParts(text, words).map((part) =>
    part.isMatch ? (
      <mark key={part.at} className="rounded-xs">
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  )
}
