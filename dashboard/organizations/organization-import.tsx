import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { ApiError } from '../api/errors.ts'
import type { Schema } from '../api/shapes.ts'
import { Banner } from '../ui/banner.tsx'
import { askToConfirm } from '../ui/confirm.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Progress } from '../ui/progress.tsx'
import { texts } from './texts.ts'

type Import = Schema<'OrganizationImport'>

const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization-import', id],
    queryFn: async (): Promise<Import | null> => {
      try {
        return await ok(api.GET('/api/organizations/{id}/import', { params: { path: { id } } }))
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null
        throw error
      }
    },
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 1500 : false),
  })

export function OrganizationImport({ id }: { id: string }) {
  const queries = useQueryClient()
  const { data: found } = useQuery(importQuery(id))
  const starting = useMutation({
    mutationFn: (file: File) =>
      ok(
        api.POST('/api/organizations/{id}/import', {
          params: { path: { id } },
          // The body is the file itself: a stream that is never read into memory.
          body: file as unknown as string,
          bodySerializer: (body: unknown) => body as Blob,
          headers: { 'content-type': 'application/x-ndjson' },
        }),
      ),
    onSuccess: (started) => queries.setQueryData(importQuery(id).queryKey, started),
  })
  const ask = async (file: File | undefined) => {
    if (!file) return
    const question = { text: texts.importText(file.name), confirmLabel: texts.importConfirm }
    if (await askToConfirm({ ...question, title: texts.importTitle })) starting.mutate(file)
  }
  const isRunning = starting.isPending || found?.status === 'running'
  return (
    <div className="flex flex-col gap-3">
      <FormError error={starting.error?.message} />
      {found && <ImportState found={found} />}
      {!isRunning && found?.status !== 'completed' && (
        <FileDrop maxFiles={1} accept=".ndjson,.jsonl" onFiles={(files) => void ask(files[0])} />
      )}
    </div>
  )
}

function ImportState({ found }: { found: Import }) {
  if (found.status === 'running') {
    return (
      <Progress
        label={texts.importRunning}
        value={found.lines ? found.linesRead / found.lines : undefined}
        detail={texts.importLines(found.linesRead, found.lines)}
      />
    )
  }
  if (found.status === 'failed') {
    return (
      <Banner tone="danger">
        {texts.importFailed}. {found.error?.message}
      </Banner>
    )
  }
  return (
    <Banner tone="success">
      {texts.importDone}: {texts.importRows(found.rows)}
      {found.emailsTaken.length > 0 && (
        <p className="mt-1">
          {texts.emailsTaken(found.emailsTaken.length)} {found.emailsTaken.join(', ')}
        </p>
      )}
    </Banner>
  )
}
