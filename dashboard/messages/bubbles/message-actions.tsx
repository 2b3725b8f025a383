import { Copy, Link2 } from 'lucide-react'

import { classes } from '../../ui/classes.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { announce } from '../../ui/use-announce.tsx'
import { texts } from '../texts.ts'
import type { Message } from '../threads/message-rows.ts'

/** Beside the bubble, over what is behind it: nothing moves when they come. */
export function MessageActions({ message, isOurs }: { message: Message; isOurs: boolean }) {
  return (
    <div
      role="group"
      className={classes(
        'absolute top-0 z-10 flex gap-0.5 rounded-md border bg-surface p-0.5 shadow-raised',
        isOurs
          ? 'end-full me-2 max-sm:end-0 max-sm:-top-8 max-sm:me-0'
          : 'start-full ms-2 max-sm:start-0 max-sm:-top-8 max-sm:ms-0',
      )}
    >
      {message.content !== '' && (
        <IconButton label={texts.copyText} size="small" onClick={() => copy(message.content, texts.copiedText)}>
          <Copy className="size-3.5" />
        </IconButton>
      )}
      <IconButton label={texts.copyLink} size="small" onClick={() => copy(linkTo(message), texts.copiedLink)}>
        <Link2 className="size-3.5" />
      </IconButton>
    </div>
  )
}

/** Where the shell opens the conversation at this message. */
function linkTo({ conversationId, _id }: Message): string {
  const url = new URL(`inbox/${conversationId}`, document.baseURI)
  url.searchParams.set('message', _id)
  return url.href
}

export function copy(text: string, said: string): void {
  void navigator.clipboard.writeText(text).then(() => announce(said))
}
