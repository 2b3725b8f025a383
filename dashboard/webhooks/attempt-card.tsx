import { CircleCheck, CircleX } from 'lucide-react'

import { CodeBlock } from '../ui/code-block.tsx'
import { dateTime } from '../ui/format.ts'
import type { Attempt } from './queries.ts'
import { texts } from './texts.ts'

/** One call: what came back, and how long it took. */
export function AttemptCard({ attempt, number }: { attempt: Attempt; number: number }) {
  const { startedAt, milliseconds, status, answer, errorCode, errorMessage } = attempt
  const isTaken = errorCode === null
  const Icon = isTaken ? CircleCheck : CircleX
  return (
    <div className="rounded-md border">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2">
        <Icon aria-hidden className={`size-4 ${isTaken ? 'text-success-text' : 'text-danger-text'}`} />
        <span className="font-medium">{status === null ? texts.noAnswer : texts.status(status)}</span>
        <span className="text-muted tabular-nums">{texts.took(milliseconds)}</span>
        <time dateTime={startedAt} className="ms-auto text-xs text-muted tabular-nums">
          {dateTime(startedAt)}
        </time>
      </div>
      {errorMessage && <p className="px-3 pb-2 text-pretty text-danger-text">{errorMessage}</p>}
      {status !== null && answer && (
        <CodeBlock label={texts.answerTo(number)} text={answer} className="max-h-48 rounded-b-md border-t" />
      )}
      {status !== null && !answer && <p className="border-t px-3 py-2 text-xs text-muted">{texts.emptyAnswer}</p>}
    </div>
  )
}
