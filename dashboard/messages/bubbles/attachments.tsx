import { lazy, memo, Suspense, useState } from 'react'

import { basePath } from '../../api/client.ts'
import type { Schema } from '../../api/shapes.ts'
import { classes } from '../../ui/classes.ts'
import { texts } from '../texts.ts'
import type { Message } from '../threads/message-rows.ts'
import { DownloadLink, FileCard } from './file-card.tsx'

type Attachment = Schema<'Attachment'>

const Lightbox = lazy(() => import('../../ui/lightbox.tsx').then((module) => ({ default: module.Lightbox })))

// Browsers show no others; a drawing with scripts in it is none that one wants to open.
const shown = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'])

/** What came with a message: pictures to look at, sound and film to play, files to open. */
export const Attachments = memo(function Attachments({ message, isOurs }: { message: Message; isOurs: boolean }) {
  const [open, setOpen] = useState<number>()
  const { attachments } = message
  if (attachments.length === 0) return undefined
  const pictures = attachments.filter(isPicture)
  return (
    <div className={classes('flex max-w-full flex-col gap-1', isOurs ? 'items-end' : 'items-start')}>
      {pictures.length > 0 && (
        <div className={classes('flex max-w-full flex-wrap gap-1', isOurs && 'justify-end')}>
          {pictures.map((each, index) => (
            <Picture key={each._id} attachment={each} onOpen={() => setOpen(index)} />
          ))}
        </div>
      )}
      {attachments
        .filter((each) => !isPicture(each))
        .map((each) => (
          <Played key={each._id} attachment={each} />
        ))}
      {open !== undefined && (
        <Suspense>
          <Lightbox
            pictures={pictures.map((each) => ({ src: addressOf(each), alt: nameOf(each) }))}
            index={open}
            onIndexChange={setOpen}
            actions={pictures[open] && <DownloadLink href={addressOf(pictures[open])} name={pictures[open].name} />}
          />
        </Suspense>
      )}
    </div>
  )
})

function isPicture({ contentType, url }: Attachment): boolean {
  return shown.has(contentType) && url !== null
}

/** By the session, which does not run out while the page is open as a signed link does. */
export function addressOf({ url, signedUrl }: Pick<Attachment, 'url' | 'signedUrl'>): string {
  return url === null ? (signedUrl ?? '') : `${basePath}${url}`
}

function nameOf({ name }: Pick<Attachment, 'name'>): string {
  return name ?? texts.image
}

function Picture({ attachment, onOpen }: { attachment: Attachment; onOpen: () => void }) {
  const [isBroken, setIsBroken] = useState(false)
  const { thumbnailUrl } = attachment
  const src = thumbnailUrl && !isBroken ? thumbnailUrl : addressOf(attachment)
  return (
    <button
      type="button"
      aria-label={texts.openImage(nameOf(attachment))}
      onClick={onOpen}
      className="size-44 max-w-full cursor-zoom-in overflow-hidden rounded-lg border bg-hover"
    >
      <img
        src={src}
        alt=""
        loading="lazy"
        decoding="async"
        onError={() => setIsBroken(true)}
        className="size-full object-cover"
      />
    </button>
  )
}

function Played({ attachment }: { attachment: Attachment }) {
  const { contentType, url } = attachment
  const name = nameOf(attachment)
  if (url !== null && contentType.startsWith('audio/'))
    return (
      <audio controls preload="none" aria-label={name} src={addressOf(attachment)} className="h-10 w-72 max-w-full">
        <track kind="captions" />
      </audio>
    )
  if (url !== null && contentType.startsWith('video/'))
    return (
      <video
        controls
        preload="metadata"
        aria-label={name}
        src={addressOf(attachment)}
        className="max-h-72 w-80 max-w-full rounded-lg border bg-black"
      >
        <track kind="captions" />
      </video>
    )
  return <FileCard attachment={attachment} href={url === null ? undefined : addressOf(attachment)} />
}
