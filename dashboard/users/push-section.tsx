import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { MonitorSmartphone } from 'lucide-react'
import type { ReactNode } from 'react'

import { api, ok } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { FormSection } from '../ui/form-layout.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Switch } from '../ui/switch.tsx'
import { showToast } from '../ui/toasts.ts'
import { deviceOf } from './device.ts'
import { endSubscription, obstacle, pushQuery, usePushSwitch } from './push.ts'
import type { PushSubscriptionShown } from './push.ts'
import { texts } from './texts.ts'

/** News for this browser while no page of ours is open, and for the others that one uses. */
export function PushSection({ children }: { children: ReactNode }) {
  const { data } = useSuspenseQuery(pushQuery)
  const switching = usePushSwitch()
  const problem = obstacle()
  const here = data.subscriptions.find(({ isThis }) => isThis)
  const others = data.subscriptions.filter(({ isThis }) => !isThis)
  return (
    <FormSection title={texts.push} description={texts.pushAbout}>
      <Switch
        label={texts.pushHere}
        hint={problem ?? texts.pushHereHint}
        isOn={here !== undefined && problem === undefined}
        disabled={problem !== undefined || switching.isPending}
        onSwitch={(isWanted) => switching.mutate(isWanted)}
      />
      {switching.error && (
        <p role="alert" className="text-danger-text">
          {switching.error.message}
        </p>
      )}
      {here && problem === undefined && <TryButton id={here._id} />}
      {data.subscriptions.length > 0 && children}
      {others.length > 0 && <Others subscriptions={others} />}
    </FormSection>
  )
}

function TryButton({ id }: { id: string }) {
  const trying = useMutation({
    mutationFn: () => ok(api.POST('/api/push-subscriptions/{id}/test', { params: { path: { id } } })),
    onSuccess: () => showToast({ text: texts.pushTried, tone: 'success' }),
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
  })
  return (
    <Button className="self-start" size="small" isBusy={trying.isPending} onClick={() => trying.mutate()}>
      {texts.pushTry}
    </Button>
  )
}

function Others({ subscriptions }: { subscriptions: PushSubscriptionShown[] }) {
  const queries = useQueryClient()
  const ending = useMutation({
    mutationFn: endSubscription,
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
    onSettled: () => queries.invalidateQueries({ queryKey: pushQuery.queryKey }),
  })
  return (
    <div>
      <h3 className="mb-2 font-medium">{texts.pushElsewhere}</h3>
      <ul className="divide-y rounded-lg border">
        {subscriptions.map(({ _id, userAgent, createdAt }) => (
          <li key={_id} className="flex items-center gap-3 px-3 py-2.5">
            <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-muted" strokeWidth={1.5} />
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{deviceOf(userAgent)}</p>
              <p className="text-xs text-muted">
                {texts.pushSince} <RelativeTime moment={createdAt} length="long" />
              </p>
            </div>
            <Button
              size="small"
              isBusy={ending.isPending && ending.variables === _id}
              aria-label={texts.pushEndOn(deviceOf(userAgent))}
              onClick={() => ending.mutate(_id)}
            >
              {texts.pushEnd}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
