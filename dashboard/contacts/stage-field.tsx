import type { Schema } from '../api/shapes.ts'
import { Select } from '../ui/select.tsx'
import type { SelectGroup, SelectOption } from '../ui/select.tsx'
import type { Contact } from './contact.ts'
import { texts } from './texts.ts'
import { saidWhenFailed, useContactChange } from './use-contact-change.ts'
import { usePipelines } from './use-contact.ts'

type Pipeline = Schema<'Pipeline'>

/** The status of a contact: a stage of a pipeline, or a word that is none. */
export function StageField({ contact }: { contact: Contact }) {
  const change = saidWhenFailed(useContactChange(contact._id))
  const pipelines = usePipelines()
  const pick = (id: string) => {
    const found = pipelines.flatMap((pipeline) => pipeline.stages.map((stage) => ({ pipeline, stage })))
    const chosen = found.find(({ stage }) => stage._id === id)
    if (chosen) change({ pipelineStage: id, pipelineId: chosen.pipeline._id, status: chosen.stage.name })
  }
  return (
    <Select
      label={texts.status}
      look="quiet"
      placeholder={contact.status}
      value={contact.pipelineStage ?? undefined}
      options={stageOptions(pipelines)}
      onValueChange={pick}
      className="ps-1.5!"
    />
  )
}

/** By pipelines, as soon as there are several. */
export function stageOptions(pipelines: readonly Pipeline[]): Array<SelectOption<string> | SelectGroup<string>> {
  const [only, ...others] = pipelines
  if (only && others.length === 0) return optionsOf(only)
  return pipelines.map((pipeline) => ({ label: pipeline.name, options: optionsOf(pipeline) }))
}

function optionsOf({ stages }: Pipeline): Array<SelectOption<string>> {
  return stages.map(({ _id, name, color }) => ({ value: _id, label: name, icon: <StageDot color={color} /> }))
}

export function StageDot({ color }: { color: string | undefined }) {
  return (
    <span
      aria-hidden
      className="inline-block size-2 shrink-0 rounded-full bg-control"
      style={color ? { backgroundColor: color } : undefined}
    />
  )
}
