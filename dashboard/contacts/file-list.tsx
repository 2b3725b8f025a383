import { useInfiniteQuery } from '@tanstack/react-query'
import { File, FileText, Image, Music, Video } from 'lucide-react'
import { createElement } from 'react'

import { useMay } from '../api/session.ts'
import type { Schema } from '../api/shapes.ts'
import { bytes } from '../ui/format.ts'
import { LoadMore } from '../ui/load-more.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { filesQuery } from './contact-parts.ts'
import { DeleteDocument } from './delete-document.tsx'
import { DocumentUpload } from './document-upload.tsx'
import { PartState } from './part-state.tsx'
import { texts } from './texts.ts'

type ContactFile = Schema<'ContactFile'>

/** The papers of a contact, and whatever was sent and received in its conversations. */
export function FileList({ contactId }: { contactId: string }) {
  const may = useMay()
  const query = useInfiniteQuery(filesQuery(contactId))
  const files = query.data?.pages.flatMap((page) => page.files)
  const upload = may('uploadDocument') && <DocumentUpload contactId={contactId} />
  return (
    <div className="flex flex-col gap-2">
      <PartState query={{ ...query, data: files }} isEmpty={(all) => all.length === 0} empty={texts.noFiles}>
        {(all) => (
          <ul className="flex flex-col">
            {all.map((file) => (
              <FileRow key={file._id} contactId={contactId} file={file} />
            ))}
          </ul>
        )}
      </PartState>
      <LoadMore
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        hasFailed={query.isFetchNextPageError}
        onLoad={() => void query.fetchNextPage()}
      />
      {upload}
    </div>
  )
}

function FileRow({ contactId, file }: { contactId: string; file: ContactFile }) {
  const { documentId } = file
  return (
    <li className="flex items-center gap-2 rounded-md px-1 py-1 hover:bg-hover">
      <FilePicture file={file} />
      <span className="min-w-0 flex-1">
        <a
          href={file.signedUrl}
          target="_blank"
          rel="noopener noreferrer"
          download={file.name}
          className="block truncate rounded-sm hover:underline"
        >
          {file.name}
        </a>
        <span className="block truncate text-xs text-muted">
          {[
            file.documentType ?? (file.conversationId ? texts.fromConversation : texts.fromNote),
            bytes(file.size),
          ].join(' · ')}
        </span>
      </span>
      <RelativeTime moment={file.createdAt} className="text-xs text-faint" />
      {documentId && <DeleteDocument contactId={contactId} documentId={documentId} name={file.name} />}
    </li>
  )
}

function FilePicture({ file }: { file: ContactFile }) {
  if (file.thumbnailUrl) {
    return (
      <img src={file.thumbnailUrl} alt="" loading="lazy" className="size-8 shrink-0 rounded-sm border object-cover" />
    )
  }
  return (
    <span className="flex size-8 shrink-0 items-center justify-center rounded-sm border text-faint">
      {createElement(iconOf(file.contentType), { 'aria-hidden': true, className: 'size-4', strokeWidth: 1.75 })}
    </span>
  )
}

function iconOf(type: string) {
  if (type.startsWith('image/')) return Image
  if (type.startsWith('audio/')) return Music
  if (type.startsWith('video/')) return Video
  return type === 'application/pdf' || type.startsWith('text/') ? FileText : File
}
