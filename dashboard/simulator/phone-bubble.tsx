import { Paperclip, SmilePlus } from 'lucide-react'

import { classes } from '../ui/classes.ts'
import { clock } from '../ui/format.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { ExternalLink } from '../ui/link.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { SafeText } from '../ui/safe-text.tsx'
import type { Line } from './queries.ts'
import { texts } from './texts.ts'

interface PhoneBubbleProps {
  line: Line
  /** Of several in a row by the same side. */
  isLast: boolean
  onReact: ((messageId: string, emoji: string | undefined) => void) | undefined
}

export function PhoneBubble({ line, isLast, onReact }: PhoneBubbleProps) {
  const { isFromPhone, body, media, messageId, reaction, replyTo, createdAt } = line
  const isWaiting = line._id.startsWith('waiting')
  return (
    <div className={classes('group/bubble flex flex-col', isFromPhone ? 'items-end' : 'items-start', isLast && 'pb-2')}>
      <div className={classes('flex max-w-[85%] items-center gap-1', isFromPhone && 'flex-row-reverse')}>
        <div className="relative min-w-0">
          {media.map((each) => (
            <Media key={each.url} {...each} />
          ))}
          {replyTo && (
            <blockquote dir="auto" className="mb-0.5 truncate border-s-2 border-line-strong ps-2 text-xs text-muted">
              {replyTo}
            </blockquote>
          )}
          {body && (
            <p
              dir="auto"
              className={classes(
                'w-fit rounded-2xl px-3 py-1.5 wrap-anywhere whitespace-pre-wrap',
                isFromPhone ? 'ms-auto bg-accent text-on-accent' : 'bg-bubble-in text-bubble-in-text',
                isLast && (isFromPhone ? 'rounded-ee-sm' : 'rounded-es-sm'),
                isWaiting && 'italic',
              )}
            >
              {isFromPhone ? body : <SafeText text={body} />}
            </p>
          )}
          {reaction && (
            <span
              role="img"
              aria-label={texts.reactionIs(reaction)}
              className="absolute -end-2 -bottom-2.5 rounded-full border bg-surface px-1 text-xs"
            >
              {reaction}
            </span>
          )}
        </div>
        {onReact && messageId && !isFromPhone && (
          <ReactMenu hasReaction={reaction !== null} onReact={(emoji) => onReact(messageId, emoji)} />
        )}
      </div>
      {isLast && (
        <time dateTime={createdAt} className={classes('px-1 text-2xs text-muted tabular-nums', reaction && 'pt-2')}>
          {clock(createdAt)}
        </time>
      )}
    </div>
  )
}

function ReactMenu({ hasReaction, onReact }: { hasReaction: boolean; onReact: (emoji: string | undefined) => void }) {
  return (
    <Menu
      trigger={
        <IconButton
          label={texts.react}
          size="small"
          className="opacity-0 group-focus-within/bubble:opacity-100 group-hover/bubble:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100"
        >
          <SmilePlus className="size-3.5" />
        </IconButton>
      }
    >
      {texts.reactions.map((emoji) => (
        <MenuItem key={emoji} onSelect={() => onReact(emoji)}>
          {emoji}
        </MenuItem>
      ))}
      {hasReaction && <MenuItem onSelect={() => onReact(undefined)}>{texts.takeBack}</MenuItem>}
    </Menu>
  )
}

function Media({ url, contentType, name }: Line['media'][number]) {
  if (contentType.startsWith('image/')) {
    return (
      <a href={url} target="_blank" rel="noopener noreferrer" className="mb-0.5 block">
        <img
          src={url}
          alt={name ?? texts.attachment}
          className="max-h-56 min-h-16 max-w-full min-w-16 rounded-2xl border bg-canvas object-cover"
        />
      </a>
    )
  }
  return (
    <p className="mb-0.5 flex w-fit items-center gap-1.5 rounded-2xl border bg-surface px-3 py-1.5">
      <Paperclip aria-hidden className="size-3.5 shrink-0 text-faint" />
      <ExternalLink href={url}>{name ?? texts.attachment}</ExternalLink>
    </p>
  )
}
