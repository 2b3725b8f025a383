import type { Schema } from '../api/shapes.ts'
import { unnamed } from '../ui/unnamed.ts'

/** A conversation as a list shows it. */
export type Row = Schema<'InboxConversation'> & {
  /** It no longer belongs to the list, and stays only until nobody is about to press what is below it. */
  isGone?: true
}

export type Person = Row['assignees'][number]

export function nameOf(row: Pick<Row, 'contact' | 'channelType' | 'channelIdentifier'>): string {
  const { contact } = row
  const name = [contact.firstName, contact.lastName].filter(Boolean).join(' ')
  return name || contact.phoneNumber || unnamed(row)
}
