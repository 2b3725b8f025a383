import { Smile } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'

import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { composerTexts as texts } from './composer-texts.ts'

const EmojiGrid = lazy(() => import('./emoji-grid.tsx').then((module) => ({ default: module.EmojiGrid })))

export function EmojiButton({ onPick }: { onPick: (sign: string) => void }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Popover
      label={texts.emoji}
      side="top"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      className="p-2"
      trigger={
        <IconButton label={texts.emoji} size="small">
          <Smile className="size-4" />
        </IconButton>
      }
    >
      <Suspense fallback={<Spinner className="m-8" />}>
        <EmojiGrid
          onPick={(sign) => {
            setIsOpen(false)
            onPick(sign)
          }}
        />
      </Suspense>
    </Popover>
  )
}
