import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'

import type { Schema } from '../api/shapes.ts'
import { Badge } from '../ui/badge.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { ChannelIcon } from './channel-icon.tsx'
import { conversationsQuery } from './contact-parts.ts'
import { colleagueName } from './contact.ts'
import type { Colleague } from './contact.ts'
import { PartState } from './part-state.tsx'
import { texts } from './texts.ts'
import { useColleagues } from './use-contact.ts'

type Conversation = Schema<'ConversationWithNames'>

/** The conversations with a contact as links, but for the one that is open beside them. */
export function ConversationLinks({ contactId, exceptId }: { contactId: string; exceptId?: string | undefined }) {
  const query = useQuery(conversationsQuery(contactId))
  const colleagues = useColleagues()
  const others = query.data?.filter(({ _id }) => _id !== exceptId)
  return (
    <PartState
      query={{ ...query, data: others }}
      isEmpty={(all) => all.length === 0}
      empty={exceptId ? texts.noOtherConversations : texts.noConversations}
    >
      {(all) => (
        <ul className="flex flex-col">
          {all.map((conversation) => (
            <li key={conversation._id}>
              <ConversationLink conversation={conversation} colleagues={colleagues} />
            </li>
          ))}
        </ul>
      )}
    </PartState>
  )
}

function ConversationLink({
  conversation,
  colleagues,
}: {
  conversation: Conversation
  colleagues: readonly Colleague[]
}) {
  const { _id, channelType, channelIdentifier, latestMessage, unreadCount, userId } = conversation
  return (
    <Link
      to="/inbox/$conversationId"
      params={{ conversationId: _id }}
      className="flex items-start gap-2 rounded-md px-1 py-1.5 hover:bg-hover"
    >
      <ChannelIcon type={channelType} className="mt-0.5 size-4 shrink-0 text-faint" />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5">
          <span className={unreadCount > 0 ? 'truncate font-semibold' : 'truncate'}>{texts.channel(channelType)}</span>
          <ConversationState conversation={conversation} />
        </span>
        {latestMessage && <span className="block truncate text-xs text-muted">{latestMessage}</span>}
        <span className="block truncate text-xs text-faint">
          {[addressOf(channelType, channelIdentifier), colleagueName(colleagues, userId)].filter(Boolean).join(' · ')}
        </span>
      </span>
      <RelativeTime moment={conversation.lastMessageTime ?? conversation.createdAt} className="text-xs text-faint" />
    </Link>
  )
}

/** Only a number says something to a person: on other channels the address is a provider’s id. */
function addressOf(channelType: string, identifier: string): string {
  return channelType === 'sms' ? identifier : ''
}

function ConversationState({ conversation }: { conversation: Conversation }) {
  if (conversation.isResolved) return <Badge>{texts.resolved}</Badge>
  if (conversation.snoozedUntil) return <Badge tone="warning">{texts.snoozed}</Badge>
  if (conversation.unreadCount > 0) return <Badge tone="accent">{texts.unread(conversation.unreadCount)}</Badge>
  return <Badge tone="success">{texts.open}</Badge>
}
