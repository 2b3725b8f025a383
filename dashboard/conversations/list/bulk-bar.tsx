import { AlarmClock, CircleCheck, Mail, MailOpen, RotateCcw, SquareKanban, Tag, UserRoundPlus, X } from 'lucide-react'
import { useState } from 'react'

import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Progress } from '../../ui/progress.tsx'
import type { Act } from '../acts/acts.ts'
import type { Row } from '../rows.ts'
import { texts } from '../texts.ts'
import { AssigneePicker } from '../tools/assignee-picker.tsx'
import { SnoozeMenu } from '../tools/snooze-menu.tsx'
import { StagePicker } from '../tools/stage-picker.tsx'
import { TagPicker } from '../tools/tag-picker.tsx'

export type Tool = 'assign' | 'tag' | 'snooze' | 'stage'

interface Props {
  count: number
  rows: () => readonly Row[]
  onAct: (act: Act) => void
  /** Moves their contacts. */
  onStage: (stage: { id: string; name: string }) => void
  onClear: () => void
  /** Offered where the list has more than is chosen. */
  onSelectAll: (() => void) | undefined
  allText: string
  isCollecting: boolean
  note: string | undefined
  progress: { done: number; all: number } | undefined
  tool: Tool | undefined
  onTool: (tool: Tool | undefined) => void
}

/** What to do with all that are chosen. It stands over the head of the list, so that choosing moves nothing. */
export function BulkBar(props: Props) {
  const { count, onClear, onSelectAll, allText, isCollecting, note, progress } = props
  return (
    <section
      aria-label={texts.bulkBar}
      className="absolute inset-x-0 top-0 z-10 flex min-h-22 flex-col justify-between gap-1.5 border-b bg-surface px-3 py-2"
    >
      <div className="flex min-h-7 items-center gap-2 text-xs">
        <span className="font-medium tabular-nums">{texts.selected(count)}</span>
        {onSelectAll && (
          <Button variant="quiet" size="small" className="-my-1" isBusy={isCollecting} onClick={onSelectAll}>
            {allText}
          </Button>
        )}
        <span className="min-w-0 flex-1 truncate text-muted">{note}</span>
        <IconButton label={texts.clearSelection} keys="escape" size="small" onClick={onClear}>
          <X className="size-4" />
        </IconButton>
      </div>
      {progress ? (
        <Progress
          label={texts.bulkBar}
          value={progress.done / progress.all}
          detail={texts.working(progress.done, progress.all)}
        />
      ) : (
        <Tools {...props} />
      )}
    </section>
  )
}

function Tools({ rows, onAct, onStage, tool, onTool }: Props) {
  const at = (name: Tool) => ({
    isOpen: tool === name,
    onOpenChange: (isOpen: boolean) => onTool(isOpen ? name : undefined),
  })
  const chosen = rows()
  const isUnseen = chosen.some((row) => row.isUnseen)
  const areResolved = chosen.length > 0 && chosen.every(({ isResolved }) => isResolved)
  return (
    <div className="flex items-center gap-1">
      <Button
        size="small"
        variant="primary"
        className="me-auto"
        icon={areResolved ? <RotateCcw className="size-4" /> : <CircleCheck className="size-4" />}
        onClick={() => onAct({ kind: areResolved ? 'reopen' : 'resolve' })}
      >
        {areResolved ? texts.reopen : texts.resolve}
      </Button>
      <AssigneePicker
        {...at('assign')}
        isSingle
        assigned={[]}
        onAssign={(assignees) => onAct({ kind: 'assign', assignees })}
        trigger={
          <IconButton label={texts.assign} keys="a" size="small">
            <UserRoundPlus className="size-4" />
          </IconButton>
        }
      />
      <TagTool chosen={chosen} onAct={onAct} {...at('tag')} />
      <StagePicker
        {...at('stage')}
        onStage={onStage}
        trigger={
          <IconButton label={texts.stage} size="small">
            <SquareKanban className="size-4" />
          </IconButton>
        }
      />
      <SnoozeMenu
        {...at('snooze')}
        onSnooze={(until) => onAct({ kind: 'snooze', until: until.toISOString() })}
        trigger={
          <IconButton label={texts.snooze} keys="z" size="small">
            <AlarmClock className="size-4" />
          </IconButton>
        }
      />
      <IconButton
        label={isUnseen ? texts.markRead : texts.markUnread}
        keys="u"
        size="small"
        onClick={() => onAct({ kind: isUnseen ? 'see' : 'unsee' })}
      >
        {isUnseen ? <MailOpen className="size-4" /> : <Mail className="size-4" />}
      </IconButton>
    </div>
  )
}

interface TagToolProps {
  chosen: readonly Row[]
  onAct: (act: Act) => void
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/** Several tags may be given one after the other: what was just given is shown as given. */
function TagTool({ chosen, onAct, isOpen, onOpenChange }: TagToolProps) {
  const [given, setGiven] = useState<ReadonlyMap<string, boolean>>(new Map())
  const common = chosen[0]?.tags.filter((tag) => chosen.every(({ tags }) => tags.includes(tag))) ?? []
  const shown = new Set([...common, ...given.keys()].filter((tag) => given.get(tag) !== false))
  return (
    <TagPicker
      isOpen={isOpen}
      onOpenChange={(next) => {
        setGiven(new Map())
        onOpenChange(next)
      }}
      tags={[...shown]}
      onTag={(add, remove) => {
        setGiven(
          new Map([...given, ...add.map((tag) => [tag, true] as const), ...remove.map((tag) => [tag, false] as const)]),
        )
        onAct({ kind: 'tag', add, remove })
      }}
      trigger={
        <IconButton label={texts.tag} keys="l" size="small">
          <Tag className="size-4" />
        </IconButton>
      }
    />
  )
}
