import { Suspense, lazy, useState } from 'react'

import { useMay } from '../api/session.ts'
import { useCommand } from '../ui/commands.ts'
import { texts } from './texts.ts'

const Drawer = lazy(async () => ({ default: (await import('./simulator-drawer.tsx')).SimulatorDrawer }))

/** Brings the phone over whatever page there is; of a conversation that is open, the phone of its contact. */
export function SimulatorCommand({ channelId, contact }: { channelId?: string; contact?: string }) {
  const may = useMay()
  const [isOpen, setIsOpen] = useState(false)
  const toggle = {
    id: 'simulator.toggle',
    label: isOpen ? texts.close : texts.open,
    section: texts.section,
    words: texts.simulatorAbout,
    keys: 'shift+p',
    run: () => setIsOpen(!isOpen),
  }
  useCommand(may('simulateInbound') ? toggle : undefined)
  if (!isOpen) return undefined
  return (
    <Suspense>
      <Drawer channelId={channelId} contact={contact} onClose={() => setIsOpen(false)} />
    </Suspense>
  )
}
