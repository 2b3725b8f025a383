import type { ReactNode } from 'react'

import { SafeText } from '../../ui/safe-text.tsx'
import { mentionParts } from '../composing/mentions.ts'
import { usePeople } from '../threads/people.ts'

/** Amber paper across the thread: nothing that a contact reads looks like it. */
export function NotePaper({ head, children }: { head: ReactNode; children: ReactNode }) {
  return (
    <div className="rounded-lg border border-note-line bg-note px-3 py-2 text-note-text">
      <div className="flex h-5 items-center gap-1.5 text-xs">{head}</div>
      <div className="mt-1 text-base">{children}</div>
    </div>
  )
}

export function NoteText({ text, words = '' }: { text: string; words?: string }) {
  const { colleagues } = usePeople()
  return mentionParts(text, colleagues).map((part) =>
    part.isMention ? (
      <strong key={part.at} className="font-semibold">
        {part.text}
      </strong>
    ) : (
      <SafeText key={part.at} text={part.text} words={words} />
    ),
  )
}
