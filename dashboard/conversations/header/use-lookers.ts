import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { useLive, useLiveFrames, useLiveStatus } from '../../api/live-context.ts'
import { useSession } from '../../api/session.ts'
import { colleaguesQuery } from '../queries.ts'

interface Looker {
  id: string
  /** Undefined for the visitor, who has no name among colleagues. */
  name: string | undefined
}

const nobody = { conversationId: '', ids: [] as readonly string[], hasVisitor: false }

/** Who else has this conversation before them; and says to the others that one has it oneself. */
export function useLookers(conversationId: string): { lookers: Looker[]; hasVisitor: boolean } {
  const { user } = useSession()
  const { data: colleagues = [] } = useQuery(colleaguesQuery)
  const [heard, setHeard] = useState(nobody)
  useSayLooking(conversationId)
  useLiveFrames((frame) => {
    if (frame.type !== 'looking' || frame['conversationId'] !== conversationId) return
    const actors = frame['actors'] as Array<{ actorType: string; actorId: string }>
    const ids = actors.flatMap(({ actorType, actorId }) => (actorType === 'user' && actorId !== user.id ? actorId : []))
    setHeard({ conversationId, ids, hasVisitor: actors.some(({ actorType }) => actorType === 'visitor') })
  })
  // What was heard of another conversation says nothing about this one.
  const { ids, hasVisitor } = heard.conversationId === conversationId ? heard : nobody
  const lookers = ids.flatMap((id) => {
    const name = colleagues.find(({ _id }) => _id === id)?.fullName
    return name ? { id, name } : []
  })
  return { lookers, hasVisitor }
}

/** As long as it is on the screen, and again after the connection was lost. */
function useSayLooking(conversationId: string): void {
  const live = useLive()
  const status = useLiveStatus()
  useEffect(() => {
    if (status !== 'live') return undefined
    const say = () => live.say({ type: 'looking', conversationId: document.hidden ? null : conversationId })
    say()
    document.addEventListener('visibilitychange', say)
    return () => {
      document.removeEventListener('visibilitychange', say)
      live.say({ type: 'looking', conversationId: null })
    }
  }, [live, status, conversationId])
}
