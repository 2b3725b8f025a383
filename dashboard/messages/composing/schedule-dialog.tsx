import { useState } from 'react'

import { Button } from '../../ui/button.tsx'
import { DateTimeInput } from '../../ui/date-input.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { sendTimes, toLocalInput } from '../scheduled/send-times.ts'
import { composerTexts as texts } from './composer-texts.ts'

/** Any other time for a message to leave. */
export function ScheduleDialog({ onSchedule, onClose }: { onSchedule: (at: Date) => void; onClose: () => void }) {
  const [now] = useState(() => toLocalInput(new Date()))
  const [at, setAt] = useState(() =>
    toLocalInput(sendTimes(new Date()).find(({ id }) => id === 'morning')?.at ?? new Date()),
  )
  const schedule = () => {
    onSchedule(new Date(at))
    onClose()
  }
  return (
    <Dialog
      isOpen
      size="small"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.customTitle}
      footer={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button variant="primary" disabled={at <= now} onClick={schedule}>
            {texts.schedule}
          </Button>
        </>
      }
    >
      <Field label={texts.when}>
        <DateTimeInput value={at} onValueChange={setAt} min={now} />
      </Field>
    </Dialog>
  )
}
