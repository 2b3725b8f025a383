import { AlarmClock, AlarmClockOff, Calendar, Moon, Sun, Sunrise } from 'lucide-react'
import { Suspense, lazy, useState } from 'react'
import type { ReactNode } from 'react'

import { now } from '../../ui/clock.ts'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/menu.tsx'
import { snoozeTimes } from '../acts/snooze-times.ts'
import type { SnoozeName } from '../acts/snooze-times.ts'
import { shortMoment } from '../moments.ts'
import { texts } from '../texts.ts'
import { timeZoneHere } from './time-zone.ts'

const SnoozeDialog = lazy(() => import('./snooze-dialog.tsx').then((part) => ({ default: part.SnoozeDialog })))

interface Props {
  trigger: ReactNode
  onSnooze: (until: Date) => void
  /** Offered where it sleeps. */
  onWake?: (() => void) | undefined
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

const icons: Record<SnoozeName, ReactNode> = {
  laterToday: <AlarmClock />,
  thisEvening: <Moon />,
  tomorrow: <Sunrise />,
  nextWeek: <Sun />,
}

/** Until when it is put off. */
export function SnoozeMenu({ trigger, onSnooze, onWake, isOpen, onOpenChange }: Props) {
  const [isChoosing, setIsChoosing] = useState(false)
  return (
    <>
      <Menu trigger={trigger} isOpen={isOpen} onOpenChange={onOpenChange} align="end">
        <MenuLabel>{texts.snoozeUntil}</MenuLabel>
        <Times onSnooze={onSnooze} />
        <MenuItem icon={<Calendar />} onSelect={() => setIsChoosing(true)}>
          {texts.customTime}…
        </MenuItem>
        {onWake && (
          <>
            <MenuSeparator />
            <MenuItem icon={<AlarmClockOff />} onSelect={onWake}>
              {texts.wake}
            </MenuItem>
          </>
        )}
      </Menu>
      {isChoosing && (
        <Suspense>
          <SnoozeDialog onSnooze={onSnooze} onClose={() => setIsChoosing(false)} />
        </Suspense>
      )}
    </>
  )
}

/** As they are when the menu opens. */
function Times({ onSnooze }: Pick<Props, 'onSnooze'>) {
  const [times] = useState(() => snoozeTimes(new Date(now()), timeZoneHere()))
  return times.map(({ name, at }) => (
    <MenuItem key={name} icon={icons[name]} onSelect={() => onSnooze(at)}>
      <span className="flex justify-between gap-6">
        {texts.snoozeTimes[name]}
        <span className="text-muted tabular-nums">{shortMoment(at)}</span>
      </span>
    </MenuItem>
  ))
}
