import { MessageSquare, StickyNote } from 'lucide-react'
import type { ReactNode } from 'react'

import type { Schema } from '../../api/shapes.ts'
import { classes } from '../../ui/classes.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { composerTexts as texts } from './composer-texts.ts'

interface ComposerHeadProps {
  conversation: Schema<'InboxConversation'>
  isNote: boolean
  onNoteChange: (isNote: boolean) => void
}

/** What is being written, and to whom: a message on its channel, or a note that stays inside. */
export function ComposerHead({ conversation, isNote, onNoteChange }: ComposerHeadProps) {
  const { channelName, channelType, channelIdentifier } = conversation
  const place = texts.by(channelName, channelType === 'sms' ? channelIdentifier : '')
  return (
    <div className="flex items-center gap-1 px-2 pt-1.5">
      <div role="radiogroup" aria-label={texts.mode} className="flex gap-0.5">
        <Mode isChosen={!isNote} onChoose={() => onNoteChange(false)} icon={<MessageSquare />} keys="r">
          {texts.reply}
        </Mode>
        <Mode isChosen={isNote} onChoose={() => onNoteChange(true)} icon={<StickyNote />} keys="n">
          {texts.note}
        </Mode>
      </div>
      <span className={classes('ms-auto min-w-0 truncate px-1 text-xs', !isNote && 'text-muted')}>
        {isNote ? texts.onlyColleagues : place}
      </span>
    </div>
  )
}

function Mode({
  isChosen,
  onChoose,
  icon,
  keys,
  children,
}: {
  isChosen: boolean
  onChoose: () => void
  icon: ReactNode
  keys: string
  children: ReactNode
}) {
  return (
    <label
      className={classes(
        'relative inline-flex h-7 cursor-pointer items-center gap-1.5 rounded-md px-2 text-xs font-medium [&>svg]:size-3.5',
        isChosen ? 'bg-text/8' : 'opacity-75 hover:bg-text/5 hover:opacity-100',
      )}
    >
      <input
        type="radio"
        name="composer-mode"
        checked={isChosen}
        onChange={onChoose}
        className="absolute inset-0 cursor-[inherit] appearance-none rounded-md outline-offset-0"
      />
      {icon}
      {children}
      <Kbd keys={keys} className="max-md:hidden" />
    </label>
  )
}
