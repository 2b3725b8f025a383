import { safeHref } from '../links.ts'
import type { Attachment } from '../protocol.ts'
import { sizeOf } from '../times.ts'
import { filled } from '../words.ts'
import { Icon } from './icons.tsx'
import type { Shown } from './use-chat.ts'

export function Attachments({ files, words, state }: Shown & { files: Attachment[] }) {
  return (
    <>
      {files.map((file) => {
        const href = file.url ? safeHref(file.url, location.href) : undefined
        const thumbnail = file.thumbnailUrl ? safeHref(file.thumbnailUrl, location.href) : undefined
        const link = { href: href ?? '', target: '_blank', rel: 'noopener noreferrer nofollow' }
        if (href && thumbnail)
          return (
            <a {...link} class="picture">
              <img src={thumbnail} alt={filled(words.image, { name: file.name })} loading="lazy" />
            </a>
          )
        const chip = (
          <>
            <Icon name="file" />
            <span class="name" dir="auto">
              {file.name}
            </span>
            <span class="size">{sizeOf(file.size, state.language)}</span>
          </>
        )
        return href ? (
          <a {...link} class="file">
            {chip}
          </a>
        ) : (
          <span class="file">{chip}</span>
        )
      })}
    </>
  )
}
