import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Smartphone } from 'lucide-react'

import { api, ok } from '../api/client.ts'
import { useMay } from '../api/session.ts'
import { isCode } from '../api/errors.ts'
import { Button } from '../ui/button.tsx'
import { fictionalNumber } from '../ui/fictional-number.ts'
import { EmptyState } from '../ui/state.tsx'
import { showToast } from '../ui/toasts.ts'
import { channelsQuery } from './queries.ts'
import { texts } from './texts.ts'

/** Where there is nothing to play on: a number at one press. */
export function FirstChannel() {
  const may = useMay()
  const queries = useQueryClient()
  const making = useMutation({
    mutationFn: () => {
      const body = { type: 'sms', provider: 'simulator', name: texts.made, identifier: fictionalNumber() } as const
      return ok(api.POST('/api/channels', { body }))
    },
    // Another organization of this server may have that number, which nobody here can know.
    retry: (failures, error) => failures < 5 && isCode(error, 'address_taken'),
    retryDelay: 0,
    onSuccess: () => queries.invalidateQueries({ queryKey: channelsQuery.queryKey }),
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
  })
  const make = may('createChannel') && (
    <Button variant="primary" isBusy={making.isPending} onClick={() => making.mutate()}>
      {texts.make}
    </Button>
  )
  return <EmptyState icon={<Smartphone />} title={texts.none} text={texts.noneText} action={make} />
}
