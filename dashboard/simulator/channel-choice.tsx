import { MessageCircle, MessageSquareText } from 'lucide-react'

import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import type { Channel } from './queries.ts'
import { shownNumber } from './shown-number.ts'
import { texts } from './texts.ts'

export function ChannelChoice({
  channels,
  channel,
  onChoose,
}: {
  channels: Channel[]
  channel: Channel
  onChoose: (id: string) => void
}) {
  return (
    <Field label={texts.channel}>
      <Select
        value={channel._id}
        onValueChange={onChoose}
        options={channels.map(({ _id, type, name, identifier, isDisabled }) => ({
          value: _id,
          label: name,
          hint: [shownNumber(identifier), isDisabled ? texts.off : ''].filter(Boolean).join(' · '),
          icon: type === 'facebook' ? <MessageCircle /> : <MessageSquareText />,
        }))}
      />
    </Field>
  )
}
