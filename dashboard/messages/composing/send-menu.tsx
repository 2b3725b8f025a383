import { CalendarClock, CheckCheck, ChevronUp } from 'lucide-react'
import { useMemo, useState } from 'react'

import { now } from '../../ui/clock.ts'
import { clock } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { keyCaps } from '../../ui/keys.ts'
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator, MenuSub } from '../../ui/menu.tsx'
import { sendTimes } from '../scheduled/send-times.ts'
import { composerTexts as texts } from './composer-texts.ts'
import { setPreferences, usePreferences } from './preferences.ts'

interface SendMenuProps {
  isNote: boolean
  canSend: boolean
  onSendAndResolve: () => void
  onSchedule: (at: Date) => void
  onCustomTime: () => void
}

/** The other ways to send, and how sending works. */
export function SendMenu({ isNote, canSend, onSendAndResolve, onSchedule, onCustomTime }: SendMenuProps) {
  const [isOpen, setIsOpen] = useState(false)
  // oxlint-disable-next-line react/exhaustive-deps -- seen from the moment in which it opens
  const times = useMemo(() => sendTimes(new Date(now())), [isOpen])
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
      {!isNote && (
        <>
          <MenuSeparator />
          <MenuLabel>{texts.sendLater}</MenuLabel>
          {times.map(({ id, at }) => (
            <MenuItem key={id} icon={<CalendarClock />} isDisabled={!canSend} onSelect={() => onSchedule(at)}>
              {texts.sendAt(texts[id], clock(at))}
            </MenuItem>
          ))}
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
