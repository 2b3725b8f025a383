import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Ellipsis, Trash2 } from 'lucide-react'

import { api, ok } from '../api/client.ts'
import { isCode } from '../api/errors.ts'
import type { Schema } from '../api/shapes.ts'
import { askToConfirm } from '../ui/confirm.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { showToast } from '../ui/toasts.ts'
import { pipelinesQuery } from './queries.ts'
import { texts } from './texts.ts'

/** What can be done to a pipeline that is neither the first nor the default one. */
export function PipelineMenu({ pipeline }: { pipeline: Schema<'Pipeline'> }) {
  const deleting = useDeleting(pipeline)
  const remove = async () => {
    const title = texts.deletePipelineTitle(pipeline.name)
    const question = { title, text: texts.deletePipelineText, confirmLabel: texts.deletePipeline, isDanger: true }
    if (await askToConfirm(question)) deleting.mutate()
  }
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={texts.morePipeline(pipeline.name)}>
          <Ellipsis className="size-4" />
        </IconButton>
      }
    >
      <MenuItem icon={<Trash2 />} isDanger onSelect={() => void remove()}>
        {texts.deletePipeline}
      </MenuItem>
    </Menu>
  )
}

function useDeleting({ _id: id, name }: Schema<'Pipeline'>) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => ok(api.DELETE('/api/pipelines/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      showToast({ text: texts.pipelineDeleted(name), tone: 'success' })
      await queries.invalidateQueries({ queryKey: pipelinesQuery.queryKey })
    },
    onError: async (error) => {
      if (!isCode(error, 'pipeline_in_use')) {
        showToast({ text: error.message, tone: 'danger' })
        return
      }
      const question = { title: texts.pipelineUsed(name), text: error.message, confirmLabel: texts.showContacts }
      if (await askToConfirm(question)) await navigate({ to: '/contacts', search: { pipelineId: id } })
    },
  })
}
