import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'

import { api, ok } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { channelsQuery } from './queries.ts'
import type { Channel } from './queries.ts'
import { texts } from './texts.ts'

/** Asks the provider whether the credentials work, and says beside the button what it answered. */
export function TestButton({ channel: { _id: id } }: { channel: Channel }) {
  const queries = useQueryClient()
  const testing = useMutation({
    mutationFn: () => ok(api.POST('/api/channels/{id}/test', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: channelsQuery.queryKey }),
  })
  const { data, error, isPending } = testing
  const said = data?.message ?? error?.message
  const Icon = data?.success ? CircleCheck : CircleX
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2">
      <Button isBusy={isPending} onClick={() => testing.mutate()}>
        {texts.test}
      </Button>
      <p
        role="status"
        className={`flex min-w-0 items-start gap-1.5 text-pretty ${data?.success ? 'text-success-text' : 'text-danger-text'}`}
      >
        {said && !isPending && (
          <>
            <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
            {said}
          </>
        )}
      </p>
    </div>
  )
}
