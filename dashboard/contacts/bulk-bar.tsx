import { useQuery } from '@tanstack/react-query'
import { Send, Trash2 } from 'lucide-react'
import { useState } from 'react'

import { useMay } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { useCommand } from '../ui/commands.ts'
import { askToConfirm } from '../ui/confirm.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Progress } from '../ui/progress.tsx'
import { assigneeAct, deleteAct, ownerAct, statusAct, tagAct } from './bulk-acts.ts'
import type { BulkAct } from './bulk-acts.ts'
import { BulkPicker } from './bulk-picker.tsx'
import { tagsQuery } from './contact-queries.ts'
import type { Contact } from './contact.ts'
import { MessageDialog } from './message-dialog.tsx'
import { colleagueOptions } from './owner-field.tsx'
import { texts } from './texts.ts'
import type { useBulk } from './use-bulk.ts'
import { useColleagues, usePipelines } from './use-contact.ts'
import type { Selection } from './use-selection.ts'
import { StageDot } from './stage-field.tsx'
import { sayFailure } from './use-contact-change.ts'

type Bulk = ReturnType<typeof useBulk>

/** What can be done with the chosen rows, in the place of the filters. */
export function BulkBar({ selection, total, bulk }: { selection: Selection; total: number; bulk: Bulk }) {
  const [recipients, setRecipients] = useState<readonly Contact[] | undefined>(undefined)
  const may = useMay()
  useCommand({
    id: 'contacts.unselect',
    label: texts.unselect,
    section: texts.contacts,
    keys: 'escape',
    run: selection.clear,
  })
  if (bulk.progress) return <Running bulk={bulk} />
  const remove = async () => {
    const title = texts.bulk.deleteQuestion(selection.count)
    const question = { title, text: texts.deleteExplained, confirmLabel: texts.delete, isDanger: true }
    if (await askToConfirm(question)) await bulk.run(deleteAct)
  }
  const finish = () => {
    setRecipients(undefined)
    selection.clear()
  }
  const write = () => void bulk.chosen().then(setRecipients, sayFailure)
  return (
    <div role="toolbar" aria-label={texts.bulk.bar} className="flex min-h-control flex-wrap items-center gap-1.5">
      <span role="status" className="pe-1 font-medium tabular-nums">
        {texts.selected(selection.count)}
      </span>
      {!selection.isAll && selection.areAllLoaded && selection.count < total && (
        <Button variant="quiet" size="small" className="text-accent-text!" onClick={selection.chooseAll}>
          {texts.selectAll(total)}
        </Button>
      )}
      <Pickers run={(act) => void bulk.run(act)} />
      {may('postMessagesQuickBulkSend') && (
        <Button size="small" icon={<Send aria-hidden className="size-3.5" />} onClick={write}>
          {texts.message}
        </Button>
      )}
      {may('deleteContactsBulkDelete') && (
        <IconButton label={texts.delete} size="small" onClick={() => void remove()}>
          <Trash2 className="size-4" />
        </IconButton>
      )}
      <Button variant="quiet" size="small" className="ms-auto" onClick={selection.clear}>
        {texts.unselect}
      </Button>
      {recipients && <MessageDialog contacts={recipients} onClose={() => setRecipients(undefined)} onSent={finish} />}
    </div>
  )
}

function Pickers({ run }: { run: (act: BulkAct) => void }) {
  const colleagues = useColleagues()
  const pipelines = usePipelines()
  const { data: tags = [] } = useQuery(tagsQuery)
  const people = colleagueOptions(colleagues)
  const nameOf = (id: string) => colleagues.find(({ _id }) => _id === id)?.fullName ?? ''
  const stages = pipelines.flatMap(({ _id, name, stages: all }) =>
    all.map((stage) => ({ pipelineId: _id, pipeline: name, stage })),
  )
  const setStage = (id: string) => {
    const found = stages.find(({ stage }) => stage._id === id)
    if (found) run(statusAct(found.stage, found.pipelineId))
  }
  const tagOptions = tags.map((tag) => ({ value: tag, label: tag }))
  const stageOptions = stages.map(({ stage, pipeline }) => ({
    value: stage._id,
    label: stage.name,
    icon: <StageDot color={stage.color} />,
    ...(pipelines.length > 1 ? { hint: pipeline } : {}),
  }))
  return (
    <>
      <BulkPicker label={texts.status} options={stageOptions} onPick={setStage} keys="s" />
      <BulkPicker label={texts.owner} options={people} onPick={(id) => run(ownerAct(id, nameOf(id)))} />
      <BulkPicker
        label={texts.assign}
        keys="a"
        options={people}
        onPick={(id) => run(assigneeAct(id, nameOf(id), true))}
        onTakeAway={(id) => run(assigneeAct(id, nameOf(id), false))}
      />
      <BulkPicker
        label={texts.tag}
        keys="l"
        options={tagOptions}
        onPick={(tag) => run(tagAct(tag, true))}
        onTakeAway={(tag) => run(tagAct(tag, false))}
        onCreate={(tag) => run(tagAct(tag.toLowerCase(), true))}
      />
    </>
  )
}

function Running({ bulk: { progress, stop } }: { bulk: Bulk }) {
  return (
    <div className="flex min-h-control items-center gap-3">
      <div className="max-w-md flex-1">
        <Progress label={progress?.text ?? ''} value={progress?.share} />
      </div>
      <Button size="small" onClick={stop}>
        {texts.stop}
      </Button>
    </div>
  )
}
