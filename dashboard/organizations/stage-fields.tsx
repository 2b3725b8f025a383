import { Plus, X } from 'lucide-react'

import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { ColorInput } from '../ui/color-input.tsx'
import { askToConfirm } from '../ui/confirm.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Input } from '../ui/input.tsx'
import { moved, ReorderList } from '../ui/reorder-list.tsx'
import { texts } from './texts.ts'

export interface StageDraft {
  key: string
  name: string
  color: string
  /** What contacts have as their status now; undefined for a stage that is new. */
  oldName: string | undefined
}

const colors = ['#3b82f6', '#8b5cf6', '#f59e0b', '#10b981', '#ef4444', '#14b8a6', '#ec4899', '#64748b']

export const newStages: StageDraft[] = texts.firstStages.map((name, index) => ({
  key: `new${index}`,
  name,
  color: colors[index]!,
  oldName: undefined,
}))

export function stagesOf({ stages }: Schema<'Pipeline'>): StageDraft[] {
  return stages.map(({ _id, name, color }) => ({ key: _id, name, color: color.toLowerCase(), oldName: name }))
}

/** A stage under another name takes its contacts along. */
export function stageBody(stages: readonly StageDraft[]) {
  return stages.map(({ name, color, oldName }) => ({
    newStage: name.trim(),
    color,
    ...(oldName !== undefined && { oldStage: oldName }),
  }))
}

export function StageFields({ stages, onChange }: { stages: StageDraft[]; onChange: (stages: StageDraft[]) => void }) {
  const set = (key: string, to: Partial<StageDraft>) =>
    onChange(stages.map((stage) => (stage.key === key ? { ...stage, ...to } : stage)))
  const remove = async ({ key, name, oldName }: StageDraft) => {
    const question = { text: texts.removeStageText, confirmLabel: texts.removeStage, isDanger: true }
    if (oldName !== undefined && !(await askToConfirm({ ...question, title: texts.removeStageTitle(name) }))) return
    onChange(stages.filter((stage) => stage.key !== key))
  }
  const add = () => {
    const color = colors[stages.length % colors.length]!
    onChange([...stages, { key: crypto.randomUUID(), name: '', color, oldName: undefined }])
  }
  return (
    <div className="flex flex-col items-start gap-2">
      <ReorderList
        label={texts.stages}
        items={stages}
        keyOf={({ key }) => key}
        nameOf={({ name }) => name}
        onMove={(from, to) => onChange(moved(stages, from, to))}
        className="w-full gap-2"
      >
        {(stage, handle, index) => (
          <div className="flex items-center gap-2">
            {handle}
            <div className="shrink-0 [&_input:not([type=color])]:hidden">
              <ColorInput
                label={texts.color(stage.name)}
                value={stage.color}
                onValueChange={(color) => set(stage.key, { color })}
              />
            </div>
            <Input
              id={`stage${stage.key}`}
              aria-label={texts.stageName(index + 1)}
              autoFocus={stage.name === '' && stage.oldName === undefined}
              value={stage.name}
              onValueChange={(name) => set(stage.key, { name })}
            />
            <IconButton
              label={texts.remove(stage.name)}
              disabled={stages.length === 1}
              onClick={() => void remove(stage)}
            >
              <X className="size-4" />
            </IconButton>
          </div>
        )}
      </ReorderList>
      <Button icon={<Plus className="size-4" />} onClick={add}>
        {texts.addStage}
      </Button>
    </div>
  )
}
