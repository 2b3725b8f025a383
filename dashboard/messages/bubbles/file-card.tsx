import { Download, FileArchive, FileSpreadsheet, FileText, File as PlainFile } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { MouseEvent } from 'react'

import type { Schema } from '../../api/shapes.ts'
import { buttonClasses } from '../../ui/button-classes.ts'
import { bytes } from '../../ui/format.ts'
import { tip } from '../../ui/tooltip.tsx'
import { texts } from '../texts.ts'

const cardLook = 'flex w-64 max-w-full items-center gap-2.5 rounded-lg border bg-surface px-3 py-2 text-sm text-text'

const FilePreview = lazy(() => import('../../ui/file-preview.tsx').then((module) => ({ default: module.FilePreview })))

/** A file: a PDF is shown over the page where the browser can, the others are opened by whatever opens them. */
export function FileCard({
  attachment,
  href,
}: {
  attachment: Pick<Schema<'Attachment'>, 'name' | 'contentType' | 'size' | 'errorMessage'>
  href: string | undefined
}) {
  const { name, contentType, size, errorMessage } = attachment
  const [isOpen, setIsOpen] = useState(false)
  const state = errorMessage
    ? texts.fileFailed(errorMessage)
    : href === undefined
      ? texts.filePending
      : (size && bytes(size)) || contentType
  const body = (
    <>
      <FileIcon contentType={contentType} />
      <span className="min-w-0">
        <span className="block truncate font-medium">{name ?? texts.file}</span>
        <span className="block truncate text-xs text-muted">{state}</span>
      </span>
    </>
  )
  if (href === undefined) return <div className={cardLook}>{body}</div>
  const isShownHere = contentType === 'application/pdf' && navigator.pdfViewerEnabled
  const press = (event: MouseEvent) => {
    if (!isShownHere || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    setIsOpen(true)
  }
  return (
    <>
      <a href={href} target="_blank" rel="noopener" onClick={press} className={`${cardLook} hover:bg-hover`}>
        {body}
      </a>
      <Suspense>
        {isOpen && (
          <FilePreview
            name={name ?? texts.file}
            src={href}
            onClose={() => setIsOpen(false)}
            actions={<DownloadLink href={href} name={name} />}
          />
        )}
      </Suspense>
    </>
  )
}

/** Saves what one looks at. */
export function DownloadLink({ href, name }: { href: string; name: string | null }) {
  return (
    <a
      href={href}
      download={name ?? ''}
      aria-label={texts.download}
      {...tip(texts.download)}
      className={buttonClasses({ variant: 'quiet', isSquare: true })}
    >
      <Download aria-hidden className="size-4" />
    </a>
  )
}

function FileIcon({ contentType }: { contentType: string }) {
  const look = { 'aria-hidden': true, className: 'size-5 shrink-0 stroke-[1.5] text-muted' }
  if (contentType === 'application/pdf' || contentType.startsWith('text/plain')) return <FileText {...look} />
  if (/zip|tar|compressed/u.test(contentType)) return <FileArchive {...look} />
  return /sheet|excel|csv/u.test(contentType) ? <FileSpreadsheet {...look} /> : <PlainFile {...look} />
}
