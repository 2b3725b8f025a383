import { FileArchive, FileSpreadsheet, FileText, File as PlainFile } from 'lucide-react'

import type { Schema } from '../../api/shapes.ts'
import { bytes } from '../../ui/format.ts'
import { texts } from '../texts.ts'

const cardLook = 'flex w-64 max-w-full items-center gap-2.5 rounded-lg border bg-surface px-3 py-2 text-sm text-text'

/** A file that is opened elsewhere: PDF in the browser's own view, the others by whatever opens them. */
export function FileCard({
  attachment,
  href,
}: {
  attachment: Pick<Schema<'Attachment'>, 'name' | 'contentType' | 'size' | 'errorMessage'>
  href: string | undefined
}) {
  const { name, contentType, size, errorMessage } = attachment
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
  return (
    <a href={href} target="_blank" rel="noopener" className={`${cardLook} hover:bg-hover`}>
      {body}
    </a>
  )
}

function FileIcon({ contentType }: { contentType: string }) {
  const look = { 'aria-hidden': true, className: 'size-5 shrink-0 stroke-[1.5] text-muted' }
  if (contentType === 'application/pdf' || contentType.startsWith('text/plain')) return <FileText {...look} />
  if (/zip|tar|compressed/u.test(contentType)) return <FileArchive {...look} />
  return /sheet|excel|csv/u.test(contentType) ? <FileSpreadsheet {...look} /> : <PlainFile {...look} />
}
