import { AlarmClock, CircleCheck, Plus, X } from 'lucide-react'

import { Badge } from '../../ui/badge.tsx'
import { fullTime } from '../../ui/format.ts'
import { tip } from '../../ui/tooltip.tsx'
import { ChannelIcon } from '../channel-icon.tsx'
import { shortMoment } from '../moments.ts'
import { nameOf } from '../rows.ts'
import type { Row } from '../rows.ts'
import { texts } from '../texts.ts'
import { TagPicker } from '../tools/tag-picker.tsx'
import type { ToolProps } from './header-tools.tsx'

/** Where one talks, how it stands, and what it is about. */
export function HeaderFacts({ conversation, acts, isOpen, onOpenChange }: ToolProps) {
  const { channelType, channelName, channelIdentifier, optedOut } = conversation
  const address = channelType === 'sms' && nameOf(conversation) !== channelIdentifier ? channelIdentifier : undefined
  return (
    <div className="flex h-6 min-w-0 flex-1 items-center gap-1.5 text-xs text-muted">
      <ChannelIcon type={channelType} className="size-3.5 shrink-0" />
      <span className="sr-only">{texts.channelTypes[channelType] ?? channelType}</span>
      <span className="max-w-48 min-w-0 truncate">{channelName}</span>
      {address && (
        <bdi className="shrink-0 tabular-nums max-lg:hidden" dir="ltr">
          {address}
        </bdi>
      )}
      <StateBadge conversation={conversation} />
      {optedOut && <Badge tone="danger">{texts.optedOut}</Badge>}
      <Tags conversation={conversation} acts={acts} isOpen={isOpen} onOpenChange={onOpenChange} />
    </div>
  )
}

function StateBadge({ conversation: { state, snoozedUntil, resolvedAt } }: { conversation: Row }) {
  if (state === 'resolved' && resolvedAt) {
    return (
      <span className="shrink-0" {...tip(fullTime(resolvedAt))}>
        <Badge tone="success" icon={<CircleCheck aria-hidden />}>
          {texts.resolved}
        </Badge>
      </span>
    )
  }
  if (state !== 'snoozed' || !snoozedUntil) return undefined
  return (
    <span className="shrink-0 max-sm:hidden" {...tip(fullTime(snoozedUntil))}>
      <Badge tone="info" icon={<AlarmClock aria-hidden />}>
        {texts.snoozedUntil(shortMoment(snoozedUntil))}
      </Badge>
    </span>
  )
}

function Tags({ conversation: { tags }, acts, isOpen, onOpenChange }: ToolProps) {
  return (
    <>
      <ul aria-label={texts.tags} className="flex min-w-0 items-center gap-1 overflow-hidden max-sm:hidden">
        {tags.map((tag) => (
          <li
            key={tag}
            className="group/tag inline-flex h-5 shrink-0 items-center rounded-sm border bg-surface ps-1.5 text-2xs"
          >
            <span className="max-w-32 truncate">{tag}</span>
            <button
              type="button"
              aria-label={texts.removeTag(tag)}
              onClick={() => acts.tag([], [tag])}
              className="flex h-6 w-5 items-center justify-center text-faint outline-offset-[-3px] hover:text-text"
            >
              <X aria-hidden className="size-3" />
            </button>
          </li>
        ))}
      </ul>
      <TagPicker
        tags={tags}
        onTag={acts.tag}
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        trigger={
          <button
            type="button"
            aria-label={`${texts.tags}…`}
            {...tip(texts.tags, { keys: 'l' })}
            className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-text"
          >
            <Plus aria-hidden className="size-3.5" />
          </button>
        }
      />
    </>
  )
}
