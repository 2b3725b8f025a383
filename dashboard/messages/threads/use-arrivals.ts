import { useEffect, useState } from 'react'

import { announce } from '../../ui/use-announce.tsx'
import { texts } from '../texts.ts'
import type { Message } from './message-rows.ts'
import { usePeople } from './people.ts'

/** How many messages of the contact came while one was reading further up; and says aloud what comes. */
export function useArrivals(messages: readonly Message[], isAtEnd: boolean): { count: number; clear: () => void } {
  const { contactName } = usePeople()
  const [seenId, setSeenId] = useState(() => messages.at(-1)?._id ?? '')
  const newestId = messages.at(-1)?._id ?? ''
  if (isAtEnd && seenId !== newestId) setSeenId(newestId)
  const [openedWith] = useState(newestId)
  const last = messages.at(-1)
  useEffect(() => {
    if (!last || last._id <= openedWith || last.direction !== 'inbound') return
    announce(last.content ? texts.arrived(contactName, last.content) : texts.arrivedFile(contactName))
    // oxlint-disable-next-line react/exhaustive-deps -- once for each message, whatever becomes of it
  }, [last?._id])
  const count = messages.filter(({ _id, direction }) => _id > seenId && direction === 'inbound').length
  return { count, clear: () => setSeenId(newestId) }
}
