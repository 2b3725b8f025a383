import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import { problemWith } from '../api/field-problem.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field } from '../ui/field.tsx'
import { Form, FormRow } from '../ui/form-layout.tsx'
import { Input } from '../ui/input.tsx'
import { RadioGroup } from '../ui/radio-group.tsx'
import type { Channel } from './queries.ts'
import { SaveActions } from './save-actions.tsx'
import { texts } from './texts.ts'
import { useAction } from './use-action.ts'

type Failure = keyof typeof texts.failures

const failures = Object.entries(texts.failures).map(([value, words]) => ({ value: value as Failure, ...words }))

function read({ settings }: Channel) {
  const { failure = 'none', delayMilliseconds = 0, deliverySeconds = 1, hasHumanAgent = false } = settings
  return {
    failure: failure as Failure,
    delay: String(delayMilliseconds),
    delivery: String(deliverySeconds),
    hasHumanAgent: hasHumanAgent === true,
  }
}

/** What the simulated provider does with what is sent by this channel. */
export function SimulationForm({ channel }: { channel: Channel }) {
  const { _id: id, type } = channel
  const present = read(channel)
  const [draft, setDraft] = useState(present)
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change })
  const { failure, delay, delivery, hasHumanAgent } = draft
  const saving = useAction(
    () => {
      const times = { delayMilliseconds: Number(delay || 0), deliverySeconds: Number(delivery || 0) }
      const page = type === 'facebook' ? { hasHumanAgent } : {}
      const body = { settings: { ...channel.settings, failure, ...times, ...page } }
      return ok(api.PUT('/api/channels/{id}', { params: { path: { id } }, body }))
    },
    () => texts.saved,
  )
  const { error } = saving
  return (
    <Form onSubmit={() => saving.mutate(undefined)}>
      <Field label={texts.failure} isGroup>
        <RadioGroup value={failure} onValueChange={(next) => set({ failure: next })} options={failures} />
      </Field>
      <FormRow>
        <Field label={texts.delay} error={problemWith(error, 'settings.delayMilliseconds')}>
          <Input
            inputMode="numeric"
            value={delay}
            onValueChange={(next) => set({ delay: next })}
            end={<span className="pe-1.5">{texts.milliseconds}</span>}
          />
        </Field>
        <Field label={texts.receiptsAfter} error={problemWith(error, 'settings.deliverySeconds')}>
          <Input
            inputMode="decimal"
            value={delivery}
            onValueChange={(next) => set({ delivery: next })}
            end={<span className="pe-1.5">{texts.seconds}</span>}
          />
        </Field>
      </FormRow>
      {type === 'facebook' && (
        <Checkbox
          {...texts.fields.humanAgent}
          isChecked={hasHumanAgent}
          onCheckedChange={(next) => set({ hasHumanAgent: next })}
        />
      )}
      <SaveActions
        isChanged={JSON.stringify(draft) !== JSON.stringify(present)}
        isBusy={saving.isPending}
        onDiscard={() => setDraft(present)}
      />
    </Form>
  )
}
