import { TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'

import { classes } from '../../ui/classes.ts'
import { tip } from '../../ui/tooltip.tsx'
import { composerTexts as texts } from './composer-texts.ts'
import { countSegments } from './segments.ts'

/** What a text message costs in segments, and which sign makes it dearer. */
export function SmsCounter({ text }: { text: string }) {
  const count = useMemo(() => countSegments(text), [text])
  if (text === '') return undefined
  const { characters, encoding, segments, left, culprits } = count
  const isDearer = encoding === 'UCS-2'
  const long = texts.countLong(characters, encoding, segments, left)
  const about = isDearer ? `${long}. ${texts.ucs2(culprits.slice(0, 5))}` : long
  return (
    <span
      {...tip(about)}
      className={classes(
        'inline-flex items-center gap-1 text-xs tabular-nums',
        isDearer ? 'text-warning-text' : 'text-muted',
      )}
    >
      {isDearer && <TriangleAlert aria-hidden className="size-3.5" />}
      <span aria-hidden>{texts.count(characters, segments)}</span>
      <span className="sr-only">{about}</span>
    </span>
  )
}
