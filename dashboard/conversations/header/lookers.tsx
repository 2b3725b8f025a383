import { Eye } from 'lucide-react'

import { Avatar } from '../../ui/avatar.tsx'
import { tip } from '../../ui/tooltip.tsx'
import { texts } from '../texts.ts'
import { useLookers } from './use-lookers.ts'

/** Who else looks, so that two do not answer at once. */
export function Lookers({ conversationId }: { conversationId: string }) {
  const { lookers, hasVisitor } = useLookers(conversationId)
  const names = lookers.flatMap(({ name }) => name ?? [])
  const said = [...(names.length > 0 ? [texts.looking(names)] : []), ...(hasVisitor ? [texts.lookingVisitor] : [])]
  return (
    <span role="status" className="flex shrink-0 items-center">
      {said.length > 0 && (
        <span className="flex items-center gap-1 text-faint" {...tip(said.join('. '))}>
          <span className="sr-only">{said.join('. ')}</span>
          <Eye aria-hidden className="size-4" strokeWidth={1.75} />
          <span aria-hidden className="flex -space-x-1.5 rtl:space-x-reverse">
            {lookers.slice(0, 3).map(({ id, name }) => (
              <span key={id} className="rounded-full ring-2 ring-surface">
                <Avatar name={name ?? ''} seed={id} size="small" />
              </span>
            ))}
          </span>
        </span>
      )}
    </span>
  )
}
