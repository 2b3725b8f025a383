import {
  AlarmClock,
  AlarmClockOff,
  BellOff,
  BellRing,
  CircleCheck,
  Mail,
  MailOpen,
  RotateCcw,
  SquareArrowOutUpRight,
  UserRoundPlus,
} from 'lucide-react'
import type { ReactNode } from 'react'

import { basePath } from '../../api/client.ts'
import { ContextMenu } from '../../ui/context-menu.tsx'
import type { ContextMenuEntry } from '../../ui/context-menu.tsx'
import type { Act } from '../acts/acts.ts'
import type { Person, Row } from '../rows.ts'
import { snoozeChoices } from '../snooze-choices.ts'
import { texts } from '../texts.ts'

interface Props {
  row: Row
  me: Person
  onAct: (row: Row, act: Act) => void
  children: ReactNode
}

/** By the other button, the menu key, or a long press: what swiping does, and more. */
export function RowMenu({ row, me, onAct, children }: Props) {
  return (
    <ContextMenu label={texts.more} entries={() => entriesFor(row, me, (act) => onAct(row, act))}>
      {children}
    </ContextMenu>
  )
}

function entriesFor(row: Row, me: Person, onAct: (act: Act) => void): ContextMenuEntry[] {
  const { isResolved, isUnseen, isFollowed, state, assignees } = row
  const open = () => window.open(`${basePath}/inbox/${row._id}`, '_blank', 'noopener')
  return [
    isResolved
      ? { label: texts.reopen, icon: <RotateCcw />, onSelect: () => onAct({ kind: 'reopen' }) }
      : { label: texts.resolve, icon: <CircleCheck />, onSelect: () => onAct({ kind: 'resolve' }) },
    isUnseen
      ? { label: texts.markRead, icon: <MailOpen />, onSelect: () => onAct({ kind: 'see' }) }
      : { label: texts.markUnread, icon: <Mail />, onSelect: () => onAct({ kind: 'unsee' }) },
    isFollowed
      ? { label: texts.unfollow, icon: <BellOff />, onSelect: () => onAct({ kind: 'unfollow' }) }
      : { label: texts.follow, icon: <BellRing />, onSelect: () => onAct({ kind: 'follow' }) },
    ...(assignees.some(({ _id }) => _id === me._id) ? [] : [takeEntry(row, me, onAct)]),
    ...(isResolved ? [] : snoozeEntries(state === 'snoozed', onAct)),
    'separator',
    { label: texts.newTab, icon: <SquareArrowOutUpRight />, onSelect: open },
  ]
}

function takeEntry({ assignees }: Row, me: Person, onAct: (act: Act) => void): ContextMenuEntry {
  const act = { kind: 'assign' as const, assignees: [...assignees, me] }
  return { label: texts.assignToMe, icon: <UserRoundPlus />, onSelect: () => onAct(act) }
}

function snoozeEntries(isAsleep: boolean, onAct: (act: Act) => void): ContextMenuEntry[] {
  const times = snoozeChoices().map(({ label, at }) => ({
    label: texts.snoozeFor(label),
    icon: <AlarmClock />,
    onSelect: () => onAct({ kind: 'snooze', until: at.toISOString() }),
  }))
  const wake = { label: texts.wake, icon: <AlarmClockOff />, onSelect: () => onAct({ kind: 'unsnooze' }) }
  return ['separator', ...times, ...(isAsleep ? [wake] : [])]
}
