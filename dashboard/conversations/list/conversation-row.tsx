import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import type { MouseEvent } from 'react'

import { Avatar } from '../../ui/avatar.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { classes } from '../../ui/classes.ts'
import { Highlight } from '../../ui/highlight.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { Act } from '../acts/acts.ts'
import { snoozeTimes } from '../acts/snooze-times.ts'
import { ChannelCorner } from '../channel-icon.tsx'
import type { InboxSearch } from '../inbox-search.ts'
import { nameOf } from '../rows.ts'
import type { Person, Row } from '../rows.ts'
import { texts } from '../texts.ts'
import { timeZoneHere } from '../tools/time-zone.ts'
import { useHasDraft } from './drafts.ts'
import { LastLine, RowFoot, UnreadMark } from './row-details.tsx'
import { RowMenu } from './row-menu.tsx'
import { SwipeRow } from './swipe-row.tsx'
import type { Swipe } from './swiping.ts'

export interface RowProps {
  row: Row
  search: InboxSearch
  tabIndex: 0 | -1
  isOpen: boolean
  isSelected: boolean
  /** Something is chosen: the boxes are shown everywhere. */
  isSelecting: boolean
  onSelect: (id: string, isRange: boolean) => void
  onNear: (id: string) => void
  onAct: (row: Row, act: Act) => void
  me: Person
}

/** One conversation in the list: a link to it, and a box to choose it. */
export const ConversationRow = memo(function ConversationRow(props: RowProps) {
  const { row, search, tabIndex, isOpen, isSelected, isSelecting, onSelect, onNear, onAct, me } = props
  const name = nameOf(row)
  const press = (event: MouseEvent) => {
    if (!event.shiftKey || event.metaKey || event.ctrlKey) return
    event.preventDefault()
    onSelect(row._id, true)
  }
  const { message: _message, ...kept } = search
  const swipe = (to: Swipe) => onAct(row, actOf(to, row))
  return (
    <div className="group/row relative">
      <SwipeRow isResolved={row.isResolved} onSwipe={swipe}>
        <RowMenu row={row} me={me} onAct={onAct}>
          <Link
            to="/inbox/$conversationId"
            params={{ conversationId: row._id }}
            search={kept}
            tabIndex={tabIndex}
            data-row-focus=""
            data-conversation={row._id}
            aria-current={isOpen ? 'true' : undefined}
            onClick={press}
            onPointerEnter={() => onNear(row._id)}
            onFocus={() => onNear(row._id)}
            className={classes(
              'flex h-row gap-3 overflow-hidden border-b py-2 ps-3 pe-3 outline-offset-[-2px] select-none',
              isOpen ? 'bg-selected' : isSelected ? 'bg-accent-soft' : 'hover:bg-hover',
              row.isGone && 'opacity-50',
            )}
          >
            <span
              className={classes(
                'mt-0.5 shrink-0',
                isSelecting ? 'invisible' : 'pointer-fine:group-hover/row:invisible',
              )}
            >
              <Avatar name={name} seed={row.contactId} corner={<ChannelCorner type={row.channelType} />} />
            </span>
            <RowText row={row} name={name} words={search.search ?? ''} />
          </Link>
        </RowMenu>
      </SwipeRow>
      <Checkbox
        aria-label={texts.select(name)}
        isChecked={isSelected}
        tabIndex={-1}
        onClick={(event) => onSelect(row._id, event.shiftKey)}
        onCheckedChange={() => undefined}
        className={classes(
          'absolute! start-4 top-3',
          !isSelecting && 'opacity-0 focus-within:opacity-100 pointer-fine:group-hover/row:opacity-100',
        )}
      />
    </div>
  )
})

/** What sleeps, or is done with, is not put off: it is taken up again. */
function actOf(swipe: Swipe, { isResolved, state }: Row): Act {
  if (swipe === 'resolve') return { kind: isResolved ? 'reopen' : 'resolve' }
  if (isResolved) return { kind: 'reopen' }
  return state === 'snoozed' ? { kind: 'unsnooze' } : { kind: 'snooze', until: tomorrow().toISOString() }
}

function tomorrow(): Date {
  return snoozeTimes(new Date(), timeZoneHere()).find(({ name }) => name === 'tomorrow')!.at
}

function RowText({ row, name, words }: { row: Row; name: string; words: string }) {
  const hasDraft = useHasDraft(row._id)
  return (
    <span className="flex min-w-0 flex-1 flex-col">
      <span className="flex items-baseline gap-2">
        <span className={classes('min-w-0 flex-1 truncate', row.isUnseen ? 'font-semibold' : 'font-medium')}>
          <bdi>
            <Highlight text={name} words={words} />
          </bdi>
        </span>
        <RelativeTime
          moment={row.activeAt}
          className={classes('shrink-0 text-2xs tabular-nums', row.isUnseen ? 'text-accent-text' : 'text-faint')}
        />
      </span>
      <span className={classes('flex items-center gap-2', row.isUnseen ? 'text-text' : 'text-muted')}>
        <LastLine row={row} hasDraft={hasDraft} />
        <UnreadMark row={row} />
      </span>
      <RowFoot row={row} />
    </span>
  )
}
