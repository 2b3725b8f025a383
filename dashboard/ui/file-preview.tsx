import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { IconButton } from './icon-button.tsx'
import { Delayed } from './delayed.tsx'
import { Spinner } from './spinner.tsx'
import { ErrorState } from './state.tsx'
import { texts } from './texts.ts'

export type FilePreviewProps = {
  name: string
  /** Of a PDF; what is none is not shown. */
  src: string
  onClose: () => void
  /** Links in its head, such as one to download the file. */
  actions?: ReactNode
}

/** A document as large as the window. */
export function FilePreview({ name, src, onClose, actions }: FilePreviewProps) {
  const { url, hasFailed } = usePdf(src)
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Content
          data-theme="dark"
          aria-describedby={undefined}
          className="fixed inset-0 z-50 flex animate-appear flex-col bg-canvas text-text outline-none"
        >
          <div className="flex items-center gap-1 border-b p-2 ps-4">
            <Radix.Title className="min-w-0 flex-1 truncate text-sm font-medium">{name}</Radix.Title>
            {actions}
            <Radix.Close asChild>
              <IconButton label={texts.close} keys="escape">
                <X className="size-4" />
              </IconButton>
            </Radix.Close>
          </div>
          {url && <iframe title={name} src={url} className="min-h-0 w-full flex-1 bg-white" />}
          {hasFailed && <ErrorState />}
          {!url && !hasFailed && (
            <Delayed>
              <Spinner label={texts.loading} className="m-auto size-6" />
            </Delayed>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/**
 * Whatever a server says of a file that somebody sent, here it is a PDF or nothing: a page in its place would be one of our
 * own origin. (In a sandbox, browsers do not show a PDF at all.)
 */
function usePdf(src: string): { url: string | undefined; hasFailed: boolean } {
  const [url, setUrl] = useState<string>()
  const [hasFailed, setHasFailed] = useState(false)
  useEffect(() => {
    const leaving = new AbortController()
    let made: string | undefined
    const load = async () => {
      const response = await fetch(src, { signal: leaving.signal })
      const bytes = await response.arrayBuffer()
      if (!response.ok || !isPdf(bytes)) throw new Error('It is no PDF.')
      made = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }))
      setUrl(made)
    }
    load().catch(() => !leaving.signal.aborted && setHasFailed(true))
    return () => {
      leaving.abort()
      if (made) URL.revokeObjectURL(made)
    }
  }, [src])
  return { url, hasFailed }
}

function isPdf(bytes: ArrayBuffer): boolean {
  return new TextDecoder('latin1').decode(bytes.slice(0, 1024)).includes('%PDF-')
}
