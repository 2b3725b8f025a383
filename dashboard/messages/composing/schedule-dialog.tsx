import { useState } from 'react'

import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { otherClock } from '../scheduled/clocks.ts'
import type { ContactClock } from '../scheduled/clocks.ts'
import { sendTimes } from '../scheduled/send-times.ts'
import { WhenField } from '../scheduled/when-field.tsx'
import { composerTexts as texts } from './composer-texts.ts'

interface ScheduleDialogProps {
  clock: ContactClock | undefined
  onSchedule: (at: Date) => void
  onClose: () => void
}

/** Any other time for a message to leave, by one's own clock or by the contact's. */
export function ScheduleDialog({ clock, onSchedule, onClose }: ScheduleDialogProps) {
  const [now] = useState(() => new Date())
  const [at, setAt] = useState(() => sendTimes(now).find(({ id }) => id === 'morning')?.at)
  const schedule = () => {
    if (at) onSchedule(at)
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
          <Button variant="primary" disabled={!at || at <= now} onClick={schedule}>
            {texts.schedule}
          </Button>
        </>
      }
    >
      <WhenField at={at} onChange={setAt} now={now} clock={otherClock(clock, now)} />
    </Dialog>
  )
}
