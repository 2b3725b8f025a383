import { useMutation, useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { showToast } from '../ui/toasts.ts'
import { channelsQuery } from './queries.ts'
import type { Channel } from './queries.ts'
import { texts } from './texts.ts'

interface Switch {
  setting: 'failure' | 'delayMilliseconds' | 'deliverySeconds'
  label: string
  usual: string
  options: Record<string, string>
}

const switches: Switch[] = [
  { setting: 'failure', label: texts.failure, usual: 'none', options: texts.failures },
  { setting: 'delayMilliseconds', label: texts.delay, usual: '0', options: texts.delays },
  { setting: 'deliverySeconds', label: texts.receipts, usual: '1', options: texts.receiptsAfter },
]

/** What the simulated provider does with what is sent; each takes effect as it is chosen. */
export function SimulationSwitches({ channel }: { channel: Channel }) {
  const { _id: id, settings } = channel
  const queries = useQueryClient()
  const saving = useMutation({
    mutationFn: (change: Record<string, unknown>) =>
      ok(api.PUT('/api/channels/{id}', { params: { path: { id } }, body: { settings: { ...settings, ...change } } })),
    onMutate: (change) => {
      queries.setQueryData(channelsQuery.queryKey, (before) =>
        before?.map((each) => (each._id === id ? { ...each, settings: { ...settings, ...change } } : each)),
      )
    },
    onError: (error) => showToast({ text: error.message, tone: 'danger' }),
    onSettled: () => queries.invalidateQueries({ queryKey: channelsQuery.queryKey }),
  })
  return (
    <section aria-label={texts.simulation} className="flex flex-col gap-3">
      <h2 className="text-sm font-medium">{texts.simulation}</h2>
      {switches.map(({ setting, label, usual, options }) => {
        const value = String(settings[setting] ?? usual)
        const known = value in options ? options : { ...options, [value]: value }
        const choose = (next: string) => saving.mutate({ [setting]: setting === 'failure' ? next : Number(next) })
        return (
          <Field key={setting} label={<span className="font-normal text-muted">{label}</span>}>
            <Select
              value={value}
              onValueChange={choose}
              options={Object.entries(known).map(([each, words]) => ({ value: each, label: words }))}
            />
          </Field>
        )
      })}
    </section>
  )
}
