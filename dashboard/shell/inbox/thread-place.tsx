import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { Suspense, lazy, useDeferredValue } from 'react'
import type { ReactNode } from 'react'

import { isCode } from '../../api/errors.ts'
import { ConversationHeader } from '../../conversations/conversation-header.tsx'
import { snoozeChoices } from '../../conversations/snooze-choices.ts'
import { useLeaving } from '../../conversations/use-leaving.ts'
import { useConversation } from '../../conversations/use-conversation.ts'
import { Composer } from '../../messages/composer.tsx'
import { Thread } from '../../messages/thread.tsx'
import { Delayed } from '../../ui/delayed.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Splitter } from '../../ui/splitter.tsx'
import { EmptyState, ErrorState } from '../../ui/state.tsx'
import { texts } from '../texts.ts'
import { usePanel } from './use-panel.ts'
import { useIsVeryWide } from './use-is-wide.ts'

const ContactPanel = lazy(() =>
  import('../../contacts/contact-panel.tsx').then((part) => ({ default: part.ContactPanel })),
)

/** One conversation: what was said, the answer one writes, and whom one talks with. */
export function ThreadPlace() {
  const { conversationId } = useParams({ from: '/inside/inbox/$conversationId' })
  const { message, ...search } = useSearch({ from: '/inside/inbox' })
  const { data: conversation, error, refetch } = useConversation(conversationId)
  const navigate = useNavigate()
  const panel = usePanel()
  const back = () => void navigate({ to: '/inbox', search })
  const leaving = useLeaving(back)
  if (error && isCode(error, 'conversation_not_found')) return <Gone />
  if (error && !conversation) return <ErrorState text={error.message} onRetry={() => void refetch()} />
  if (!conversation) {
    return (
      <Delayed>
        <Spinner className="m-auto" />
      </Delayed>
    )
  }
  const main = (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
      <ConversationHeader
        conversation={conversation}
        onBack={back}
        onTogglePanel={panel.toggle}
        isPanelOpen={panel.isOpen}
      />
      <Thread key={conversationId} conversation={conversation} focusMessageId={message} />
      <Composer
        key={`composer ${conversationId}`}
        conversation={conversation}
        leaving={{
          resolve: () => leaving.resolve(conversation),
          snooze: (until) => leaving.snooze(conversation, until),
          snoozeChoices,
        }}
      />
    </main>
  )
  return <WithPanel main={main} panel={panel} contactId={conversation.contactId} conversationId={conversationId} />
}

interface WithPanelProps {
  main: ReactNode
  panel: ReturnType<typeof usePanel>
  contactId: string
  conversationId: string
}

function WithPanel({ main, panel, ...shown }: WithPanelProps) {
  const isVeryWide = useIsVeryWide()
  // One reads what was said first: the contact beside it is drawn when that stands.
  const contactId = useDeferredValue(shown.contactId, '')
  const conversationId = useDeferredValue(shown.conversationId, '')
  const contact = contactId !== '' && (
    <Suspense>
      <ContactPanel
        key={contactId}
        contactId={contactId}
        conversationId={conversationId}
        onClose={panel.close}
        isInSheet={!isVeryWide}
      />
    </Suspense>
  )
  if (!isVeryWide) {
    return (
      <>
        {main}
        <Sheet title={texts.panel} isOpen={panel.isOpen} onOpenChange={(isOpen) => !isOpen && panel.close()}>
          {contact}
        </Sheet>
      </>
    )
  }
  return (
    <>
      {main}
      {panel.isOpen && (
        <aside aria-label={texts.panel} className="flex min-h-0">
          <Splitter
            label={texts.panel}
            storageKey="tether.panel"
            initial={320}
            min={280}
            max={440}
            edge="start"
            className="border-s"
          >
            {contact}
          </Splitter>
        </aside>
      )}
    </>
  )
}

function Gone() {
  return (
    <main className="flex flex-1 items-center justify-center">
      <EmptyState icon={<SearchX />} title={texts.gone} text={texts.goneHint} />
    </main>
  )
}
