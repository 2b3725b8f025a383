import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { Picker } from '../../ui/picker.tsx'
import { pipelinesQuery } from '../queries.ts'
import { texts } from '../texts.ts'

interface Props {
  trigger: ReactNode
  onStage: (stage: { id: string; name: string }) => void
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/** To which stage the contacts are moved; of several pipelines each stage says whose it is. */
export function StagePicker({ trigger, onStage, isOpen, onOpenChange }: Props) {
  const { data: pipelines = [] } = useQuery(pipelinesQuery)
  const stages = pipelines.flatMap(({ name: pipeline, stages: own }) =>
    own.map(({ _id: id, name }) => ({ id, name, label: pipelines.length > 1 ? `${pipeline}: ${name}` : name })),
  )
  const pick = (wanted: string) => {
    const stage = stages.find(({ id }) => id === wanted)
    if (stage) onStage({ id: stage.id, name: stage.name })
    onOpenChange(false)
  }
  return (
    <Picker
      label={texts.stage}
      placeholder={texts.stagePlaceholder}
      trigger={trigger}
      options={stages.map(({ id, label }) => ({ value: id, label }))}
      selected={[]}
      onPick={pick}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      align="end"
    />
  )
}
