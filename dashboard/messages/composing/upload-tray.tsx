import { File as FileIcon, RotateCw, X } from 'lucide-react'

import { bytes } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { composerTexts as texts } from './composer-texts.ts'
import type { Upload, Uploads } from './use-uploads.ts'

/** What will be sent along, with how far it is. */
export function UploadTray({ uploads, again, remove }: Pick<Uploads, 'uploads' | 'again' | 'remove'>) {
  if (uploads.length === 0) return undefined
  return (
    <ul aria-label={texts.files} className="flex flex-wrap gap-2 px-3 pt-1 pb-2">
      {uploads.map((upload) => (
        <li
          key={upload.id}
          className="relative flex h-12 w-56 max-w-full items-center gap-2 overflow-hidden rounded-md border bg-surface ps-1.5 pe-1 text-text"
        >
          <Thumbnail upload={upload} />
          <span className="min-w-0 flex-1">
            <span className="block truncate text-xs font-medium">{upload.name}</span>
            <Standing upload={upload} />
          </span>
          {upload.state === 'failed' && (
            <IconButton label={texts.uploadAgain(upload.name)} size="small" onClick={() => again(upload.id)}>
              <RotateCw className="size-3.5" />
            </IconButton>
          )}
          <IconButton label={texts.removeFile(upload.name)} size="small" onClick={() => remove(upload.id)}>
            <X className="size-3.5" />
          </IconButton>
          {upload.state === 'uploading' && <Bar upload={upload} />}
        </li>
      ))}
    </ul>
  )
}

function Thumbnail({ upload }: { upload: Upload }) {
  if (upload.previewUrl)
    return <img src={upload.previewUrl} alt="" className="size-9 shrink-0 rounded-sm object-cover" />
  return <FileIcon aria-hidden className="m-2 size-5 shrink-0 stroke-[1.5] text-muted" />
}

function Standing({ upload }: { upload: Upload }) {
  if (upload.state === 'failed')
    return (
      <span role="alert" className="block truncate text-2xs text-danger-text" data-tip={upload.error}>
        {upload.error}
      </span>
    )
  if (upload.sent?.blob) return <span className="block truncate text-2xs text-muted">{texts.fileWaits}</span>
  return <span className="block text-2xs text-muted tabular-nums">{bytes(upload.size)}</span>
}

function Bar({ upload }: { upload: Upload }) {
  return (
    <span
      role="progressbar"
      aria-label={texts.uploading(upload.name)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(upload.share * 100)}
      className="absolute inset-x-0 bottom-0 h-0.5 bg-skeleton"
    >
      <span className="block h-full bg-accent transition-[width]" style={{ width: `${upload.share * 100}%` }} />
    </span>
  )
}
