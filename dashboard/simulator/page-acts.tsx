import { CheckCheck, CornerUpRight, Ellipsis, Eye, SquareMousePointer } from 'lucide-react'
import { useState } from 'react'

import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { ActDialog } from './act-dialog.tsx'
import { texts } from './texts.ts'

interface Act {
  kind: 'postback' | 'read' | 'delivery' | 'echo'
  body?: string
  said?: string
}

/** What a person on a page can do besides writing. */
export function PageActs({ onAct }: { onAct: (act: Act) => void }) {
  const [asked, setAsked] = useState<'postback' | 'echo'>()
  const close = () => setAsked(undefined)
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={texts.acts} size="small">
            <Ellipsis className="size-4" />
          </IconButton>
        }
      >
        <MenuItem icon={<Eye />} onSelect={() => onAct({ kind: 'read', said: texts.markedRead })}>
          {texts.markRead}
        </MenuItem>
        <MenuItem icon={<CheckCheck />} onSelect={() => onAct({ kind: 'delivery', said: texts.markedDelivered })}>
          {texts.markDelivered}
        </MenuItem>
        <MenuItem icon={<SquareMousePointer />} onSelect={() => setAsked('postback')}>
          {texts.postback}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<CornerUpRight />} onSelect={() => setAsked('echo')}>
          {texts.echo}
        </MenuItem>
      </Menu>
      {asked && (
        <ActDialog
          {...(asked === 'postback'
            ? { title: texts.postback, text: texts.postbackText, label: texts.postbackLabel, verb: texts.press }
            : { title: texts.echo, text: texts.echoText, label: texts.echoLabel, verb: texts.answer })}
          first={asked === 'postback' ? texts.postbackFirst : ''}
          onSay={(body) => onAct({ kind: asked, body })}
          onClose={close}
        />
      )}
    </>
  )
}
