import { ArrowLeft, PanelRight } from 'lucide-react'
import { useState } from 'react'

import { useMay } from '../api/session.ts'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { HeaderFacts } from './header/header-facts.tsx'
import { HeaderMenu } from './header/header-menu.tsx'
import { AssignTool, ResolveTool, SnoozeTool } from './header/header-tools.tsx'
import { Lookers } from './header/lookers.tsx'
import { useHeaderActs } from './header/use-header-acts.ts'
import { useHeaderCommands } from './header/use-header-commands.ts'
import type { HeaderTool } from './header/use-header-commands.ts'
import { nameOf } from './rows.ts'
import type { Row } from './rows.ts'
import { texts } from './texts.ts'

interface Props {
  conversation: Row
  onBack: () => void
  onTogglePanel: () => void
  isPanelOpen: boolean
}

/** Above the thread: with whom one talks and where, whose it is, and how it goes on. */
export function ConversationHeader({ conversation, onBack, onTogglePanel, isPanelOpen }: Props) {
  const [tool, setTool] = useState<HeaderTool>()
  const acts = useHeaderActs(conversation, onBack)
  const mayRemove = useMay()('deleteConversationByPath')
  useHeaderCommands(conversation, acts, setTool, mayRemove)
  const name = nameOf(conversation)
  const of = (which: HeaderTool) => ({
    conversation,
    acts,
    isOpen: tool === which,
    onOpenChange: (isOpen: boolean) => setTool(isOpen ? which : undefined),
  })
  return (
    <header aria-label={texts.header} className="flex min-h-14 shrink-0 items-center gap-2 border-b ps-2 pe-2 md:ps-4">
      <IconButton label={texts.back} className="md:hidden" onClick={onBack}>
        <ArrowLeft className="size-4 rtl:-scale-x-100" />
      </IconButton>
      <Avatar name={name} seed={conversation.contactId} />
      <div className="min-w-0 flex-1 py-1.5">
        <h2 className="truncate text-base leading-5 font-semibold">
          <bdi>{name}</bdi>
        </h2>
        <HeaderFacts {...of('tag')} />
      </div>
      <Lookers conversationId={conversation._id} />
      <AssignTool {...of('assign')} />
      <SnoozeTool {...of('snooze')} />
      <ResolveTool conversation={conversation} acts={acts} />
      <HeaderMenu acts={acts} onTag={() => setTool('tag')} mayRemove={mayRemove} />
      <IconButton label={isPanelOpen ? texts.hidePanel : texts.showPanel} isPressed={isPanelOpen} onClick={onTogglePanel}>
        <PanelRight className="size-4 rtl:-scale-x-100" />
      </IconButton>
    </header>
  )
}
