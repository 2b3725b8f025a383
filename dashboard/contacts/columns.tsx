import type { ReactNode } from 'react'

import { Avatar } from '../ui/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { calendarDate, number } from '../ui/format.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { ChannelIcon } from './channel-icon.tsx'
import type { ContactsSearch } from './contacts-search.ts'
import { colleagueName } from './contact.ts'
import type { Colleague, Contact, CustomField } from './contact.ts'
import { asText } from './custom-field.tsx'
import { StageDot } from './stage-field.tsx'
import { texts } from './texts.ts'

/** What cells need to say ids in words. */
export interface CellContext {
  colleagues: readonly Colleague[]
  colors: ReadonlyMap<string, string>
}

export interface Column {
  id: string
  label: string
  /** In pixels; what is left over is shared out. */
  width: number
  sort?: ContactsSearch['sort']
  isNumber?: boolean
  cell: (contact: Contact, context: CellContext) => ReactNode
}

const ofAll: Column[] = [
  { id: 'phone', label: texts.phoneNumber, width: 140, cell: ({ phoneNumber }) => phoneNumber },
  { id: 'status', label: texts.status, width: 150, cell: statusCell },
  {
    id: 'owner',
    label: texts.owner,
    width: 150,
    cell: ({ userId }, { colleagues }) => <Person id={userId} colleagues={colleagues} />,
  },
  { id: 'tags', label: texts.tags, width: 170, cell: tagsCell },
  { id: 'lastMessage', label: texts.lastMessage, width: 120, sort: 'lastMessage', cell: lastMessageCell },
  { id: 'email', label: texts.email, width: 200, cell: ({ email }) => email },
  { id: 'assignees', label: texts.assignees, width: 130, cell: assigneesCell },
  { id: 'channels', label: texts.channels, width: 100, cell: channelsCell },
  {
    id: 'messages',
    label: texts.messageCount,
    width: 90,
    isNumber: true,
    cell: ({ messageCount }) => number(messageCount),
  },
  { id: 'source', label: texts.source, width: 130, cell: ({ source }) => source },
  {
    id: 'created',
    label: texts.createdAt,
    width: 120,
    sort: 'created',
    cell: ({ createdAt }) => calendarDate(createdAt),
  },
]

/** Shown until somebody chooses others. */
export const usualColumns = ['phone', 'status', 'owner', 'tags', 'lastMessage']

/** All that can be shown, with the organization’s own fields; the name is always the first. */
export function columnsWith(fields: readonly CustomField[]): Column[] {
  const own = fields.map((field): Column => ({
    id: `field:${field.key}`,
    label: field.name,
    width: field.dataType === 'boolean' || field.dataType === 'number' ? 110 : 150,
    isNumber: field.dataType === 'number',
    cell: (contact) => customCell(contact[field.key], field),
  }))
  return [...ofAll, ...own]
}

function customCell(value: unknown, { dataType }: CustomField): ReactNode {
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  if (dataType === 'date' && typeof value === 'string') return calendarDate(`${value}T00:00`)
  return typeof value === 'number' ? number(value) : asText(value)
}

function statusCell({ status }: Contact, { colors }: CellContext) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StageDot color={colors.get(status)} />
      <span className="truncate">{status}</span>
    </span>
  )
}

function Person({ id, colleagues }: { id: string; colleagues: readonly Colleague[] }) {
  if (colleagues.length === 0) return null
  const name = colleagueName(colleagues, id)
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Avatar name={name} seed={id} size="tiny" />
      <span className="truncate">{name}</span>
    </span>
  )
}

function assigneesCell({ assignees }: Contact, { colleagues }: CellContext) {
  const [only, ...others] = assignees
  if (only && others.length === 0) return <Person id={only} colleagues={colleagues} />
  return (
    <span className="flex -space-x-1 rtl:space-x-reverse">
      {assignees.slice(0, 5).map((id) => (
        <Avatar key={id} name={colleagueName(colleagues, id)} seed={id} size="tiny" isNamed />
      ))}
    </span>
  )
}

function tagsCell({ tags }: Contact) {
  const [first, second, ...rest] = tags
  return (
    <span className="flex min-w-0 gap-1">
      {[first, second].map((tag) => tag && <Badge key={tag}>{tag}</Badge>)}
      {rest.length > 0 && <Badge>{`+${rest.length}`}</Badge>}
    </span>
  )
}

function channelsCell({ channelTypes }: Contact) {
  return (
    <span className="flex gap-1.5 text-faint">
      {channelTypes.map((type) => (
        <ChannelIcon key={type} type={type} isNamed />
      ))}
    </span>
  )
}

function lastMessageCell({ lastMessageTime }: Contact) {
  return lastMessageTime && <RelativeTime moment={lastMessageTime} className="text-muted" />
}
