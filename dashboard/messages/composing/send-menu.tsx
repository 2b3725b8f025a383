import { AlarmClock, CalendarClock, CheckCheck, ChevronUp, Globe } from 'lucide-react'
import { useMemo, useState } from 'react'

import { now } from '../../ui/clock.ts'
import { clock } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { keyCaps } from '../../ui/keys.ts'
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator, MenuSub } from '../../ui/menu.tsx'
import { otherClock, zoneName } from '../scheduled/clocks.ts'
import type { ContactClock } from '../scheduled/clocks.ts'
import { sendTimes } from '../scheduled/send-times.ts'
import { composerTexts as texts } from './composer-texts.ts'
import { setPreferences, usePreferences } from './preferences.ts'

interface SendMenuProps {
  isNote: boolean
  canSend: boolean
  contactClock: ContactClock | undefined
  onSendAndResolve: () => void
  snoozeChoices: () => Array<{ label: string; at: Date }>
  onSendAndSnooze: (until: Date) => void
  onSchedule: (at: Date) => void
  onCustomTime: () => void
}

/** The other ways to send, and how sending works. */
export function SendMenu(props: SendMenuProps) {
  const { isNote, canSend, contactClock, onSendAndResolve, snoozeChoices, onSendAndSnooze, onSchedule, onCustomTime } =
    props
  const [isOpen, setIsOpen] = useState(false)
  const trigger = (
    <IconButton
      label={texts.more}
      variant={isNote ? 'secondary' : 'primary'}
      className="rounded-s-none! border-s-white/25!"
    >
      <ChevronUp className="size-4" />
    </IconButton>
  )
  return (
    <Menu trigger={trigger} side="top" align="end" isOpen={isOpen} onOpenChange={setIsOpen}>
      <MenuItem icon={<CheckCheck />} keys="mod+shift+enter" isDisabled={!canSend} onSelect={onSendAndResolve}>
        {isNote ? texts.addAndResolve : texts.sendAndResolve}
      </MenuItem>
      <MenuSub label={isNote ? texts.addAndSnooze : texts.sendAndSnooze} icon={<AlarmClock />}>
        {snoozeChoices().map(({ label, at }) => (
          <MenuItem key={label} isDisabled={!canSend} onSelect={() => onSendAndSnooze(at)}>
            {label}
          </MenuItem>
        ))}
      </MenuSub>
      {!isNote && (
        <>
          <MenuSeparator />
          <Times isOpen={isOpen} canSend={canSend} contactClock={contactClock} onSchedule={onSchedule} />
          <MenuItem icon={<CalendarClock />} isDisabled={!canSend} onSelect={onCustomTime}>
            {texts.custom}
          </MenuItem>
        </>
      )}
      <MenuSeparator />
      <Choices />
    </Menu>
  )
}

interface TimesProps {
  isOpen: boolean
  canSend: boolean
  contactClock: ContactClock | undefined
  onSchedule: (at: Date) => void
}

/** By one's own clock, and by the contact's where that is known and shows something else. */
function Times({ isOpen, canSend, contactClock, onSchedule }: TimesProps) {
  // oxlint-disable-next-line react/exhaustive-deps -- seen from the moment in which it opens
  const moment = useMemo(() => new Date(now()), [isOpen])
  const theirs = otherClock(contactClock, moment)
  return (
    <>
      <MenuLabel>{texts.sendLater}</MenuLabel>
      {sendTimes(moment).map(({ id, at }) => (
        <MenuItem key={id} icon={<CalendarClock />} isDisabled={!canSend} onSelect={() => onSchedule(at)}>
          {texts.sendAt(texts[id], clock(at))}
        </MenuItem>
      ))}
      {theirs && (
        <>
          <MenuLabel>
            {texts.inTheirTime(zoneName(theirs.timeZone))}
            {theirs.source === 'phone' && <span className="block font-normal">{texts.guessedZone}</span>}
          </MenuLabel>
          {sendTimes(moment, theirs.timeZone)
            .filter(({ id }) => id !== 'hour')
            .map(({ id, at }) => (
              <MenuItem key={id} icon={<Globe />} isDisabled={!canSend} onSelect={() => onSchedule(at)}>
                {texts.thereAndHere(texts[id], clock(at, theirs.timeZone), clock(at))}
              </MenuItem>
            ))}
        </>
      )}
    </>
  )
}

const undoChoices = [0, 5, 10, 20, 30].map((seconds) => ({ value: String(seconds), label: texts.undoFor(seconds) }))

function Choices() {
  const { enterSends, undoSeconds } = usePreferences()
  const modEnter = keyCaps('mod+enter').flat().join(' ')
  return (
    <MenuSub label={texts.choices}>
      <MenuRadioGroup
        value={enterSends ? 'enter' : 'mod'}
        onValueChange={(value) => setPreferences({ enterSends: value === 'enter' })}
        options={[
          { value: 'enter', label: texts.enterKey },
          { value: 'mod', label: texts.modEnterKey(modEnter) },
        ]}
      />
      <MenuSeparator />
      <MenuLabel>{texts.undo}</MenuLabel>
      <MenuRadioGroup
        value={String(undoSeconds)}
        onValueChange={(value) => setPreferences({ undoSeconds: Number(value) })}
        options={undoChoices}
      />
    </MenuSub>
  )
}
