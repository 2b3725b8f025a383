import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { linkClasses } from '../ui/link.tsx'
import { Progress } from '../ui/progress.tsx'
import { exampleUrl } from './example-file.ts'
import { acceptedFiles, largestFile, wrongWith } from './file-check.ts'
import { importQuery, keys } from './imports.ts'
import { StepHeading } from './step-heading.tsx'
import { texts } from './texts.ts'
import { uploadFile } from './upload-file.ts'
import { usePastedFile } from './use-pasted-file.ts'

export function UploadStep() {
  const { take, wrong, sending, stop } = useUpload()
  usePastedFile(take, sending !== undefined)
  return (
    <div className="max-w-2xl">
      <StepHeading title={texts.uploadTitle}>{texts.uploadHint}</StepHeading>
      {wrong && (
        <Banner tone="danger" className="mb-3">
          {wrong}
        </Banner>
      )}
      {sending ? (
        <Sending name={sending.name} share={sending.share} onStop={stop} />
      ) : (
        <FileDrop accept={acceptedFiles} maxBytes={largestFile} maxFiles={1} onFiles={take} hint={texts.accepted} />
      )}
      <div className="mt-4 flex flex-col gap-1 text-muted">
        <p>
          {texts.fromExcel} {texts.orPaste}
        </p>
        <p>
          <a href={exampleUrl} download={texts.exampleName} className={`${linkClasses} inline-flex items-center gap-1`}>
            <Download aria-hidden className="size-3.5" />
            {texts.example}
          </a>
        </p>
      </div>
    </div>
  )
}

function Sending({ name, share, onStop }: { name: string; share: number; onStop: () => void }) {
  // All of it is there: now the server goes through it, and says nothing until it is done.
  const isRead = share >= 1
  return (
    <Card>
      <Progress label={isRead ? texts.reading(name) : texts.uploading(name)} value={isRead ? undefined : share} />
      <Button className="mt-4" onClick={onStop}>
        {texts.stop}
      </Button>
    </Card>
  )
}

function useUpload() {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [wrong, setWrong] = useState<string>()
  const [sending, setSending] = useState<{ name: string; share: number }>()
  const upload = useRef<ReturnType<typeof uploadFile>>(undefined)
  useEffect(() => () => upload.current?.abort(), [])
  const send = async (file: File) => {
    setSending({ name: file.name, share: 0 })
    upload.current = uploadFile(file, (share) => setSending({ name: file.name, share }))
    const made = await upload.current.done
    queries.setQueryData(importQuery(made._id).queryKey, { ...made, problems: [], warnings: [], keptRows: [] })
    void queries.invalidateQueries({ queryKey: keys.list })
    await navigate({ to: '/contacts/imports/$importId', params: { importId: made._id }, replace: true })
  }
  const take = async ([file]: File[], refusals: string[]) => {
    setWrong(refusals[0])
    if (!file) return
    const found = await wrongWith(file)
    setWrong(found)
    if (found) return
    await send(file).catch((error: Error) => setWrong(error.message))
    upload.current = undefined
    setSending(undefined)
  }
  return {
    take: (files: File[], refusals: string[]) => void take(files, refusals),
    wrong,
    sending,
    stop: () => upload.current?.abort(),
  }
}
