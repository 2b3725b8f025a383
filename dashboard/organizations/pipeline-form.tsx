import { useMutation, useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { problemBeside } from '../api/field-problem.ts'
import type { Schema } from '../api/shapes.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Form } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { SaveBar } from '../ui/save-bar.tsx'
import { showToast } from '../ui/toasts.ts'
import { useDraft } from '../ui/use-draft.ts'
import { PipelineMenu } from './pipeline-menu.tsx'
import { pipelinesQuery } from './queries.ts'
import { newStages, stageBody, stagesOf, StageFields } from './stage-fields.tsx'
import { texts } from './texts.ts'

type Pipeline = Schema<'Pipeline'>

/** One pipeline with its stages; without one, a new one that is being made. */
export function PipelineForm({ pipeline, onClose }: { pipeline?: Pipeline; onClose?: () => void }) {
  const draft = useDraft({ name: pipeline?.name ?? '', stages: pipeline ? stagesOf(pipeline) : newStages })
  const { name, stages } = draft.value
  const saving = usePipelineSaving(pipeline, () => {
    draft.reset()
    onClose?.()
  })
  return (
    <section aria-label={pipeline?.name ?? texts.newPipeline} className="rounded-lg border p-4">
      <Form onSubmit={() => saving.mutate({ name, stages: stageBody(stages) })}>
        <div className="flex items-end gap-3">
          <div className="min-w-0 flex-1">
            <Field label={texts.name} isRequired>
              <Input autoFocus={!pipeline} value={name} onValueChange={draft.setter('name')} />
            </Field>
          </div>
          {pipeline && <DefaultState pipeline={pipeline} />}
        </div>
        <FormError error={problemBeside(saving.error, [])} />
        <Field label={texts.stages} isGroup>
          <StageFields stages={stages} onChange={draft.setter('stages')} />
        </Field>
        <SaveBar
          isChanged={draft.isChanged}
          isBusy={saving.isPending}
          onReset={draft.reset}
          label={pipeline ? undefined : texts.addPipeline}
        />
        {onClose && !draft.isChanged && (
          <Button className="self-end" onClick={onClose}>
            {texts.cancel}
          </Button>
        )}
      </Form>
    </section>
  )
}

function DefaultState({ pipeline }: { pipeline: Pipeline }) {
  const queries = useQueryClient()
  const choosing = useMutation({
    mutationFn: () => ok(api.POST('/api/pipelines/set-default', { body: { pipelineId: pipeline._id } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: pipelinesQuery.queryKey }),
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
  })
  return (
    <div className="flex h-control shrink-0 items-center gap-2">
      {pipeline.isMoving && <Badge tone="info">{texts.isMoving}</Badge>}
      {pipeline.isDefault ? (
        <Badge tone="accent">{texts.isDefault}</Badge>
      ) : (
        <Button isBusy={choosing.isPending} onClick={() => choosing.mutate()}>
          {texts.makeDefault}
        </Button>
      )}
      {!pipeline.isDefault && !pipeline.isFirst && <PipelineMenu pipeline={pipeline} />}
    </div>
  )
}

function usePipelineSaving(pipeline: Pipeline | undefined, onSaved: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { name: string; stages: ReturnType<typeof stageBody> }) =>
      pipeline
        ? ok(api.POST('/api/pipelines', { params: { query: { pipelineId: pipeline._id } }, body }))
        : ok(api.POST('/api/pipelines/create', { body })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: pipelinesQuery.queryKey })
      onSaved()
      showToast({ text: texts.saved, tone: 'success' })
    },
  })
}
