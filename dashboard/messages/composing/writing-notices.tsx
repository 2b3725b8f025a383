import { Clock, Lock, TriangleAlert } from 'lucide-react'

import type { Schema } from '../../api/shapes.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/use-now.ts'
import { composerTexts as texts } from './composer-texts.ts'

type Writing = Schema<'Writing'>

/** In the place of the text: why one cannot write, in the server's words, and what one can do all the same. */
export function RefusalNotice({ refusal, onNote }: { refusal: NonNullable<Writing['refusal']>; onNote: () => void }) {
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 pt-1 pb-3">
      <Lock aria-hidden className="size-4 shrink-0 text-muted" />
      <p className="min-w-40 flex-1">
        <span className="block font-medium">{texts.refused}</span>
        <span className="block text-muted">{refusal.message}</span>
      </p>
      <Button size="small" onClick={onNote}>
        {texts.noteInstead}
      </Button>
    </div>
  )
}

const soonMilliseconds = 3 * 3_600_000

/** What one should know before one writes. */
export function WritingHints({ writing }: { writing: Writing }) {
  const now = useNow()
  const { refusal, isLate, until, trouble } = writing
  if (refusal) return undefined
  const isSoon = until !== null && Date.parse(until) - now < soonMilliseconds
  return (
    <>
      {trouble && <Hint isWarning text={texts.trouble(trouble)} />}
      {isLate && <Hint isWarning text={texts.late(until)} />}
      {!isLate && isSoon && <Hint text={texts.closesAt(until)} />}
    </>
  )
}

function Hint({ text, isWarning = false }: { text: string; isWarning?: boolean }) {
  const Icon = isWarning ? TriangleAlert : Clock
  return (
    <p
      role="status"
      className={`mb-2 flex items-start gap-2 rounded-md px-2.5 py-1.5 text-xs ${isWarning ? 'bg-warning-soft text-warning-text' : 'bg-hover text-muted'}`}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span>{text}</span>
    </p>
  )
}
