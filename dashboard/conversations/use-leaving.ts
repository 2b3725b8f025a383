import { useActing } from './acts/use-acting.ts'
import type { Act } from './acts/acts.ts'
import type { Row } from './rows.ts'
import { useNeighbour } from './use-neighbour.ts'

/** Done with one for now: the next one is opened, which is known only before this one leaves the list. */
export function useLeaving(onBack: () => void) {
  const acting = useActing()
  const neighbour = useNeighbour()
  const leaveBy = (conversation: Row, act: Act) => {
    const goOn = neighbour(conversation._id) ?? onBack
    if (!conversation.isResolved) void acting([conversation], act)
    goOn()
  }
  return {
    resolve: (conversation: Row) => leaveBy(conversation, { kind: 'resolve' }),
    snooze: (conversation: Row, until: Date) => leaveBy(conversation, { kind: 'snooze', until: until.toISOString() }),
  }
}
