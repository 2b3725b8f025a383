import { EyeOff, MessageCircle } from 'lucide-react'
import { useState } from 'react'

import { classes } from '../../ui/classes.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { EmptyState } from '../../ui/state.tsx'
import type { Webchat } from '../queries.ts'
import { inkOn } from './contrast.ts'
import type { ChatDraft } from './settings-draft.ts'
import { texts } from './texts.ts'
import { usePreviewFrame } from './use-preview-frame.ts'

// Ours, and from our origin; still it opens nothing and leads nowhere.
const sandbox = 'allow-scripts allow-same-origin'

type Shows = keyof typeof texts.shows

/** The chat as it would be on a site, with what is typed beside it and not saved yet. */
export function WebchatPreview({ webchat, draft }: { webchat: Webchat; draft: ChatDraft }) {
  const [wanted, setWanted] = useState<Shows>('chat')
  const can: Record<Shows, boolean> = { chat: true, form: draft.form.isOn, away: draft.hours.isOn }
  const shows = can[wanted] ? wanted : 'chat'
  return (
    <section aria-label={texts.preview} className="flex flex-col gap-2 lg:sticky lg:top-6">
      <div className="flex min-h-control items-center justify-between gap-2">
        <h2 className="text-xs font-medium text-muted">{texts.preview}</h2>
        <SegmentedControl
          label={texts.preview}
          value={shows}
          onValueChange={setWanted}
          segments={(['chat', 'form', 'away'] as const).map((value) => ({
            value,
            label: texts.shows[value],
            isDisabled: !can[value],
          }))}
        />
      </div>
      {webchat.isDisabled ? (
        <div className="rounded-lg border border-dashed">
          <EmptyState isSmall icon={<EyeOff />} title={texts.previewOff} />
        </div>
      ) : (
        <Site webchat={webchat} draft={draft} shows={shows} />
      )}
    </section>
  )
}

/** A page of nobody's, with the chat opened in its corner. */
function Site({ webchat, draft, shows }: { webchat: Webchat; draft: ChatDraft; shows: Shows }) {
  const { frame, src, isReady } = usePreviewFrame(webchat.key, previewOf(draft, shows))
  const color = draft.color.toLowerCase()
  return (
    <div className="flex flex-col gap-3 rounded-lg border bg-canvas p-3">
      <div className="mx-auto h-[30.25rem] w-78 overflow-hidden rounded-xl border bg-surface">
        <iframe
          ref={frame}
          src={src}
          title={texts.previewFrame}
          tabIndex={-1}
          sandbox={sandbox}
          className={classes(
            // As large as on a site, and seen from a little further away.
            'h-155 w-100 origin-top-left scale-[0.78] transition-opacity rtl:origin-top-right',
            isReady ? 'opacity-100' : 'opacity-0',
          )}
        />
      </div>
      <span
        aria-hidden
        style={{ backgroundColor: color, color: inkOn(color) }}
        className={classes(
          'flex size-12 shrink-0 items-center justify-center rounded-full',
          // A corner of the screen, whatever the direction of the language.
          draft.position === 'left' ? 'self-start rtl:self-end' : 'self-end rtl:self-start',
        )}
      >
        <MessageCircle className="size-6" />
      </span>
    </div>
  )
}

const sample = [
  { isMine: true, content: texts.sampleMine },
  { isMine: false, content: texts.sampleTheirs },
]

/** As the panel takes it. */
function previewOf({ name, color, greeting, position, language, files, form, hours }: ChatDraft, shows: Shows) {
  return {
    name,
    color,
    greeting,
    position,
    language,
    hasFiles: files.isOn,
    shows: shows === 'form' ? 'form' : 'chat',
    form: { fields: form.fields, consent: form.consent },
    hours: { isOpen: shows !== 'away', awayMessage: hours.awayMessage },
    sample: shows === 'chat' ? sample : [],
  }
}
