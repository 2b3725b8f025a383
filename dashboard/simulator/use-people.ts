import { useQuery } from '@tanstack/react-query'

import { peopleQuery, visitorsQuery } from './queries.ts'
import type { Channel } from './queries.ts'
import { shownNumber } from './shown-number.ts'

/** Somebody who can be played again. */
export interface Person {
  id: string
  contact: string
  name: string | undefined
  /** What stands under the name. */
  hint: string | undefined
}

/** Who has written on the channel, or was written to; of a webchat, who was played there. */
export function usePeople({ _id: id, type }: Channel) {
  const isWebchat = type === 'webchat'
  const threads = useQuery({ ...peopleQuery(id), enabled: !isWebchat })
  const visitors = useQuery({ ...visitorsQuery(id), enabled: isWebchat })
  if (isWebchat) {
    const people = visitors.data?.map(({ _id, name }): Person => ({ id: _id, contact: name, name, hint: undefined }))
    return { people, error: visitors.error, refetch: visitors.refetch }
  }
  const people = threads.data?.map(({ contact, channelIdentifier }): Person => {
    const name = [contact.firstName, contact.lastName].filter(Boolean).join(' ') || undefined
    return { id: contact._id, contact: channelIdentifier, name, hint: name && shownNumber(channelIdentifier) }
  })
  return { people, error: threads.error, refetch: threads.refetch }
}

/** The addresses that are somebody's already. */
export function useTaken(channels: readonly Channel[], channel: Channel): string[] {
  const { people = [] } = usePeople(channel)
  return [...channels.map(({ identifier }) => identifier), ...people.map(({ contact }) => contact)]
}
