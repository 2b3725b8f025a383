import { useQuery, useQueryClient } from '@tanstack/react-query'
import { AlarmClock, Check, Plus } from 'lucide-react'
import { useState } from 'react'

import { api, ok } from '../api/client.ts'
import type { Schema } from '../api/shapes.ts'
import { Button } from '../ui/button.tsx'
import { dateTime } from '../ui/format.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { remindersQuery } from './contact-parts.ts'
import { PartState } from './part-state.tsx'
import { ReminderForm } from './reminder-form.tsx'
import { texts } from './texts.ts'
import { sayFailure } from './use-contact-change.ts'

type Reminder = Schema<'Reminder'>

/** One’s own reminders of a contact that are still to come. */
export function ReminderList({ contactId }: { contactId: string }) {
  const [isAdding, setIsAdding] = useState(false)
  const query = useQuery(remindersQuery(contactId))
  const complete = useCompletion(contactId)
  return (
    <div className="flex flex-col gap-1">
      <PartState query={query} isEmpty={(all) => all.length === 0 && !isAdding} empty={texts.noReminders}>
        {(all) => (
          <ul className="flex flex-col">
            {all.map((reminder) => (
              <ReminderRow key={reminder._id} reminder={reminder} onDone={() => void complete(reminder._id)} />
            ))}
          </ul>
        )}
      </PartState>
      {isAdding ? (
        <ReminderForm contactId={contactId} onClose={() => setIsAdding(false)} />
      ) : (
        <Button
          variant="quiet"
          size="small"
          className="self-start"
          icon={<Plus aria-hidden className="size-3.5" />}
          onClick={() => setIsAdding(true)}
        >
          {texts.addReminder}
        </Button>
      )}
    </div>
  )
}

function ReminderRow({ reminder, onDone }: { reminder: Reminder; onDone: () => void }) {
  return (
    <li className="flex items-start gap-2 px-1 py-1">
      <AlarmClock aria-hidden className="mt-1 size-4 shrink-0 text-faint" strokeWidth={1.75} />
      <span className="min-w-0 flex-1">
        <span className="block wrap-anywhere">{reminder.note}</span>
        <span className="block text-xs text-muted">{dateTime(reminder.reminderDate)}</span>
      </span>
      <IconButton label={texts.completeReminder(reminder.note)} size="small" onClick={onDone}>
        <Check className="size-4" />
      </IconButton>
    </li>
  )
}

function useCompletion(contactId: string) {
  const queries = useQueryClient()
  const { queryKey } = remindersQuery(contactId)
  return async (reminderId: string) => {
    queries.setQueryData(queryKey, (all) => all?.filter(({ _id }) => _id !== reminderId))
    try {
      await ok(api.DELETE('/api/reminders/{reminderId}', { params: { path: { reminderId } } }))
    } catch (error) {
      sayFailure(error)
    }
    await queries.invalidateQueries({ queryKey })
  }
}
