import { Plus } from 'lucide-react'
import { useState } from 'react'

import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { texts } from '../texts.ts'
import type { Where } from './filters.ts'
import { useOwnFields } from './own-fields.ts'
import { draftOf, mostGroups, mostLines, newGroup, newLine, whereOf, withGroup, withLine } from './where-draft.ts'
import type { Draft, Group, Match } from './where-draft.ts'
import { WhereLine } from './where-line.tsx'

interface Props {
  where: Where | undefined
  onWhere: (where: Where | undefined) => void
  onClose: () => void
}

/** Conditions in groups, for what no single set of filters says. */
export function WhereDialog({ where, onWhere, onClose }: Props) {
  const [draft, setDraft] = useState(() => draftOf(where))
  const { types } = useOwnFields()
  const count = draft.groups.reduce((sum, { lines }) => sum + lines.length, 0)
  const apply = () => {
    onWhere(whereOf(draft, types))
    onClose()
  }
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.where.title}
      description={texts.where.text}
      size="large"
      footer={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button variant="primary" onClick={apply}>
            {texts.where.apply}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {draft.groups.length > 1 && (
          <MatchChoice
            label={texts.where.groups}
            match={draft.match}
            texts={texts.where.matchGroups}
            onMatch={(match) => setDraft({ ...draft, match })}
          />
        )}
        {draft.groups.map((group, index) => (
          <GroupForm
            key={group.id}
            group={group}
            number={index + 1}
            canAdd={count < mostLines}
            draft={draft}
            onDraft={setDraft}
          />
        ))}
        <Button
          variant="quiet"
          size="small"
          className="self-start"
          icon={<Plus className="size-4" />}
          disabled={draft.groups.length >= mostGroups || count >= mostLines}
          onClick={() => setDraft({ ...draft, groups: [...draft.groups, newGroup()] })}
        >
          {texts.where.addGroup}
        </Button>
      </div>
    </Dialog>
  )
}

interface GroupProps {
  group: Group
  number: number
  canAdd: boolean
  draft: Draft
  onDraft: (draft: Draft) => void
}

function GroupForm({ group, number, canAdd, draft, onDraft }: GroupProps) {
  const change = (next: Partial<Group>) => onDraft(withGroup(draft, group.id, (before) => ({ ...before, ...next })))
  return (
    <section aria-label={texts.where.group(number)} className="flex flex-col gap-2 rounded-lg border p-3">
      <MatchChoice
        label={texts.where.conditions(number)}
        match={group.match}
        texts={texts.where.matchConditions}
        onMatch={(match) => change({ match })}
      />
      <ul className="flex flex-col gap-2">
        {group.lines.map((line) => (
          <WhereLine
            key={line.id}
            line={line}
            onChange={(next) => onDraft(withLine(draft, line.id, () => next))}
            onRemove={() => onDraft(withLine(draft, line.id, () => undefined))}
          />
        ))}
      </ul>
      <Button
        variant="quiet"
        size="small"
        className="self-start"
        icon={<Plus className="size-4" />}
        disabled={!canAdd}
        onClick={() => change({ lines: [...group.lines, newLine()] })}
      >
        {texts.where.addCondition}
      </Button>
    </section>
  )
}

interface MatchProps {
  label: string
  match: Match
  texts: Record<Match, string>
  onMatch: (match: Match) => void
}

function MatchChoice({ label, match, texts: named, onMatch }: MatchProps) {
  return (
    <SegmentedControl
      label={label}
      value={match}
      onValueChange={onMatch}
      segments={(['all', 'any'] as const).map((value) => ({ value, label: named[value] }))}
    />
  )
}
