import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useMemo } from 'react'

import { useSession } from '../../api/session.ts'
import type { Schema } from '../../api/shapes.ts'
import { unnamed } from '../../ui/unnamed.ts'
import type { Colleague } from '../composing/mentions.ts'
import { texts } from '../texts.ts'
import { colleaguesQuery } from './thread-queries.ts'

/** Who speaks in a thread, by name. */
export interface People {
  me: string
  contactName: string
  contactId: string
  colleagues: readonly Colleague[]
  nameOf: (userId: string) => string
}

const nobody: People = { me: '', contactName: '', contactId: '', colleagues: [], nameOf: () => '' }

export const PeopleContext = createContext<People>(nobody)

export function usePeople(): People {
  return useContext(PeopleContext)
}

const none: Colleague[] = []

export function usePeopleOf(conversation: Schema<'InboxConversation'>): People {
  const { user } = useSession()
  const { data: colleagues = none } = useQuery(colleaguesQuery())
  const { _id: contactId, firstName, lastName, phoneNumber } = conversation.contact
  const contactName =
    [firstName, lastName].filter(Boolean).join(' ') || phoneNumber || unnamed(conversation) || texts.unnamed
  return useMemo(() => {
    const names = new Map(colleagues.map((each) => [each._id, each.fullName]))
    const nameOf = (userId: string) => names.get(userId) ?? texts.somebody
    return { me: user.id, contactName, contactId, colleagues, nameOf }
  }, [user.id, contactName, contactId, colleagues])
}
