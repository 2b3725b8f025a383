import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { MonitorSmartphone } from 'lucide-react'

import { api, ok } from '../api/client.ts'
import type { Answer } from '../api/shapes.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { showToast } from '../ui/toasts.ts'
import { deviceOf } from './device.ts'
import { sessionsQuery } from './queries.ts'
import { texts } from './texts.ts'

type Session = Answer<'/api/sessions', 'get'>['sessions'][number]

export function SessionList() {
  const queries = useQueryClient()
  const { data: sessions } = useSuspenseQuery(sessionsQuery)
  const ending = useMutation({
    mutationFn: async (ids: string[]) => {
      for (const id of ids) await ok(api.DELETE('/api/sessions/{id}', { params: { path: { id } } }))
    },
    onSuccess: () => showToast({ text: texts.signedOutThere, tone: 'success' }),
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  })
  const others = sessions.filter(({ isThis }) => !isThis).map(({ _id }) => _id)
  return (
    <div className="flex flex-col gap-3">
      <ul className="divide-y rounded-lg border">
        {sessions.map((session) => (
          <Row
            key={session._id}
            session={session}
            isEnding={ending.isPending && ending.variables.includes(session._id)}
            onEnd={() => ending.mutate([session._id])}
          />
        ))}
      </ul>
      {others.length > 1 && (
        <Button className="self-start" isBusy={ending.isPending} onClick={() => ending.mutate(others)}>
          {texts.signOutElsewhere}
        </Button>
      )}
    </div>
  )
}

function Row({ session, isEnding, onEnd }: { session: Session; isEnding: boolean; onEnd: () => void }) {
  const device = deviceOf(session.userAgent)
  return (
    <li className="flex items-center gap-3 px-3 py-2.5">
      <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-muted" strokeWidth={1.5} />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium">{device}</span>
          {session.isThis && <Badge tone="success">{texts.thisDevice}</Badge>}
        </p>
        <p className="text-xs text-muted">
          {texts.lastUsed} <RelativeTime moment={session.lastUsedAt} length="long" />
        </p>
      </div>
      {!session.isThis && (
        <Button size="small" isBusy={isEnding} aria-label={texts.signOutOf(device)} onClick={onEnd}>
          {texts.signOutThere}
        </Button>
      )}
    </li>
  )
}
