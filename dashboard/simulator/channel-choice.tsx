import { Globe, MessageCircle, MessageSquareText } from 'lucide-react'

import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import type { Channel } from './queries.ts'
import { shownAddress } from './shown-number.ts'
import { texts } from './texts.ts'

const icons = { sms: <MessageSquareText />, facebook: <MessageCircle />, webchat: <Globe /> }

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
        options={channels.map((each) => ({
          value: each._id,
          label: each.name,
          hint: [shownAddress(each), each.isDisabled ? texts.off : ''].filter(Boolean).join(' · '),
          icon: icons[each.type],
        }))}
      />
    </Field>
  )
}
