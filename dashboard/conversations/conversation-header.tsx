import { ArrowLeft, PanelRight } from 'lucide-react'
import { useState } from 'react'

import { useMay } from '../api/session.ts'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { useIsPhone } from '../ui/use-media-query.ts'
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
  const isPhone = useIsPhone()
  // Beside a list that has the page's heading this is one of its parts; alone it is the page.
  const Heading = isPhone ? 'h1' : 'h2'
  const people = (
    <>
      <Lookers conversationId={conversation._id} />
      <AssignTool {...of('assign')} />
      <SnoozeTool {...of('snooze')} />
    </>
  )
  return (
    <header aria-label={texts.header} className="@container shrink-0 border-b">
      <div className="grid grid-cols-[auto_auto_minmax(0,1fr)_auto] items-center gap-x-2 py-1.5 ps-2 pe-2 md:gap-x-3 md:ps-4">
        <IconButton label={texts.back} className="row-span-2 md:hidden" onClick={onBack}>
          <ArrowLeft className="size-4 rtl:-scale-x-100" />
        </IconButton>
        <span className="col-start-2 row-span-2 flex">
          <Avatar name={name} seed={conversation.contactId} />
        </span>
        <Heading className="truncate text-base leading-5 font-semibold">
          <bdi>{name}</bdi>
        </Heading>
        <div className="flex items-center gap-1 md:gap-1.5">
          {!isPhone && people}
          <ResolveTool conversation={conversation} acts={acts} />
          <HeaderMenu
            isFollowed={conversation.isFollowed}
            acts={acts}
            onTag={() => setTool('tag')}
            mayRemove={mayRemove}
          />
          <IconButton
            label={isPanelOpen ? texts.hidePanel : texts.showPanel}
            isPressed={isPanelOpen}
            onClick={onTogglePanel}
          >
            <PanelRight className="size-4 rtl:-scale-x-100" />
          </IconButton>
        </div>
        <div className="col-span-2 col-start-3 flex min-w-0 items-center gap-1">
          <HeaderFacts {...of('tag')} />
          {isPhone && people}
        </div>
      </div>
    </header>
  )
}
