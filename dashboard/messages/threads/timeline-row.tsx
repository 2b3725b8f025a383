import { MessageRow } from '../bubbles/message-row.tsx'
import { NoteCard } from '../bubbles/note-card.tsx'
import { ActivityRow, CanceledRow, CsatRow, DayRow, NewRow } from '../bubbles/quiet-rows.tsx'
import type { TimelineItem } from './timeline.ts'

export function TimelineRow({
  item,
  words,
  pointedAt,
}: {
  item: TimelineItem
  words: string
  pointedAt: string | undefined
}) {
  switch (item.kind) {
    case 'day':
      return <DayRow at={item.at} />
    case 'new':
      return <NewRow count={item.count} />
    case 'note':
      return <NoteCard note={item.note} words={words} />
    case 'activity':
      return <ActivityRow activity={item.activity} />
    case 'csat':
      return <CsatRow csat={item.csat} />
    case 'message': {
      const { message, isFirst, isLast } = item
      if (message.status === 'canceled') return <CanceledRow message={message} />
      const isPointedAt = pointedAt === message._id
      return <MessageRow message={message} isFirst={isFirst} isLast={isLast} words={words} isPointedAt={isPointedAt} />
    }
  }
}
