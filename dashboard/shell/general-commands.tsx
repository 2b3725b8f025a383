import { useNavigate, useParams } from '@tanstack/react-router'
import { Suspense, lazy, useEffect, useState } from 'react'

import { useMay } from '../api/session.ts'
import { useConversation } from '../conversations/use-conversation.ts'
import { SimulatorCommand } from '../simulator/simulator-command.tsx'
import { useCommandKeys } from '../ui/command-keys.ts'
import { useCommand, useCommands } from '../ui/commands.ts'
import { rememberCommands } from '../users/known-commands.ts'
import { texts } from './texts.ts'

const Palette = lazy(() => import('./palette/palette.tsx').then(({ Palette: it }) => ({ default: it })))
const KeysDialog = lazy(() => import('./palette/keys-dialog.tsx').then(({ KeysDialog: it }) => ({ default: it })))

/** What can be done from everywhere: look for an action, see the keys, go to a page. */
export function GeneralCommands() {
  const [shown, setShown] = useState<'palette' | 'keys' | undefined>()
  const commands = useCommands()
  useCommandKeys(commands)
  useEffect(() => rememberCommands(commands), [commands])
  useGoing()
  useCommand({
    id: 'palette.open',
    label: texts.openPalette,
    section: texts.general,
    keys: 'mod+k',
    run: () => setShown('palette'),
  })
  useCommand({ id: 'keys.show', label: texts.showKeys, section: texts.general, keys: '?', run: () => setShown('keys') })
  const close = () => setShown(undefined)
  return (
    <Suspense>
      {shown === 'palette' && <Palette onClose={close} />}
      <Phone />
      {shown === 'keys' && <KeysDialog onClose={close} />}
    </Suspense>
  )
}

/** Of a conversation that is open, the phone of its contact. */
function Phone() {
  const { conversationId } = useParams({ strict: false })
  return conversationId ? <PhoneOf conversationId={conversationId} /> : <SimulatorCommand />
}

function PhoneOf({ conversationId }: { conversationId: string }) {
  const { data } = useConversation(conversationId)
  return <SimulatorCommand channelId={data?.channelId} contact={data?.channelIdentifier} />
}

function useGoing(): void {
  const navigate = useNavigate()
  const may = useMay()
  const section = texts.goTo
  useCommand({ id: 'go.inbox', label: texts.inbox, section, keys: 'g i', run: () => void navigate({ to: '/inbox' }) })
  useCommand({
    id: 'go.contacts',
    label: texts.contacts,
    section,
    keys: 'g c',
    run: () => void navigate({ to: '/contacts' }),
  })
  useCommand({
    id: 'go.reports',
    label: texts.reports,
    section,
    keys: 'g r',
    run: () => void navigate({ to: '/reports' }),
  })
  useCommand({
    id: 'go.settings',
    label: texts.settings,
    section,
    keys: 'g s',
    run: () => void navigate({ to: '/settings' }),
  })
  const phone = {
    id: 'go.simulator',
    label: texts.simulator,
    section,
    keys: 'g p',
    run: () => void navigate({ to: '/simulator' }),
  }
  useCommand(may('simulateInbound') ? phone : undefined)
}
