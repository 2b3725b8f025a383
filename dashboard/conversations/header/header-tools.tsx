import { AlarmClock, CircleCheck, RotateCcw, UserRoundPlus } from 'lucide-react'

import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { tip } from '../../ui/tooltip.tsx'
import { shortMoment } from '../moments.ts'
import type { Row } from '../rows.ts'
import { texts } from '../texts.ts'
import { AssigneePicker } from '../tools/assignee-picker.tsx'
import { SnoozeMenu } from '../tools/snooze-menu.tsx'
import type { HeaderActs } from './use-header-acts.ts'

export interface ToolProps {
  conversation: Row
  acts: HeaderActs
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/** Whose it is, and the way to give it to somebody else. */
export function AssignTool({ conversation: { assignees }, acts, isOpen, onOpenChange }: ToolProps) {
  const names = assignees.map(({ fullName }) => fullName)
  const label = names.length > 0 ? texts.assignedTo(names) : texts.unassigned
  const [first] = assignees
  const shown = !first
    ? texts.assign
    : assignees.length > 1
      ? `${first.fullName} +${assignees.length - 1}`
      : first.fullName
  return (
    <AssigneePicker
      assigned={assignees}
      onAssign={acts.assign}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      trigger={
        <Button
          variant="quiet"
          {...tip(label, { keys: 'a' })}
          className="px-2!"
          icon={
            first ? <Avatar name={first.fullName} seed={first._id} size="tiny" /> : <UserRoundPlus className="size-4" />
          }
        >
          <span className="sr-only">{label}</span>
          {assignees.length > 1 && (
            <span aria-hidden className="@2xl:hidden">
              +{assignees.length - 1}
            </span>
          )}
          <span aria-hidden className="max-w-36 truncate @max-2xl:hidden">
            {shown}
          </span>
        </Button>
      }
    />
  )
}

/** Off the list until a better moment. */
export function SnoozeTool({
  conversation: { state, snoozedUntil, isResolved },
  acts,
  isOpen,
  onOpenChange,
}: ToolProps) {
  if (isResolved) return undefined
  const isAsleep = state === 'snoozed' && snoozedUntil !== null
  return (
    <SnoozeMenu
      onSnooze={acts.snooze}
      onWake={isAsleep ? acts.wake : undefined}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      trigger={
        <IconButton
          label={isAsleep ? texts.wakeUntil(shortMoment(snoozedUntil)) : texts.snooze}
          keys="z"
          isPressed={isAsleep || undefined}
        >
          <AlarmClock className="size-4" />
        </IconButton>
      }
    />
  )
}

/** Done with it; or not yet after all. */
export function ResolveTool({ conversation: { isResolved }, acts }: Pick<ToolProps, 'conversation' | 'acts'>) {
  const label = isResolved ? texts.reopen : texts.resolve
  const Icon = isResolved ? RotateCcw : CircleCheck
  return (
    <Button
      aria-label={label}
      {...tip(label, { keys: 'e' })}
      className="max-sm:px-2!"
      icon={<Icon className="size-4" />}
      onClick={acts.resolve}
    >
      <span className="max-sm:hidden">{label}</span>
    </Button>
  )
}
