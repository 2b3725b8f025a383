import { useEffect, useRef, useState } from 'react'

import { ApiError } from '../../api/errors.ts'
import type { SentFile } from '../sending/entries.ts'
import { uploadFile } from './upload-file.ts'

/** A file on its way into a message. */
export interface Upload {
  id: string
  name: string
  contentType: string
  size: number
  /** To be shown while it is written; only of pictures. */
  previewUrl: string | undefined
  share: number
  state: 'uploading' | 'done' | 'failed'
  error?: string
  sent?: SentFile
}

export interface Uploads {
  uploads: readonly Upload[]
  add: (files: readonly File[]) => void
  again: (id: string) => void
  remove: (id: string) => void
  /** Those of an earlier message. */
  take: (files: readonly SentFile[]) => void
  clear: () => void
}

/** Files are uploaded while one still writes; the message names them by their keys. */
export function useUploads(): Uploads {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const files = useRef(new Map<string, { file: File; abort: AbortController }>())
  const change = (id: string, changes: Partial<Upload>) =>
    setUploads((known) => known.map((each) => (each.id === id ? { ...each, ...changes } : each)))

  const start = (id: string, file: File) => {
    const abort = new AbortController()
    files.current.set(id, { file, abort })
    uploadFile(file, (share) => change(id, { share }), abort.signal)
      .then(({ key, name, type: contentType, size, signedUrl }) =>
        change(id, { state: 'done', share: 1, sent: { key, name, contentType, size, url: signedUrl } }),
      )
      .catch((error: Error) => {
        // Without a network it waits with the message, and is uploaded before that is sent.
        const isWaiting = error instanceof ApiError && error.status === 0
        const { name, type: contentType, size } = file
        const sent = { key: null, name, contentType, size, url: '', blob: file }
        change(id, isWaiting ? { state: 'done', share: 1, sent } : { state: 'failed', error: error.message })
      })
  }
  const remove = (id: string) => {
    files.current.get(id)?.abort.abort()
    files.current.delete(id)
    setUploads((known) => {
      forget(known.filter((each) => each.id === id))
      return known.filter((each) => each.id !== id)
    })
  }
  const clear = () => {
    setUploads((known) => {
      forget(known)
      return []
    })
    files.current.clear()
  }
  useEffect(() => {
    const { current } = files
    return () => {
      for (const { abort } of current.values()) abort.abort()
    }
  }, [])
  return {
    uploads,
    add: (chosen) => {
      const begun = chosen.map((file) => ({ file, upload: begin(file) }))
      setUploads((known) => [...known, ...begun.map(({ upload }) => upload)])
      for (const { file, upload } of begun) start(upload.id, file)
    },
    again: (id) => {
      const known = files.current.get(id)
      if (!known) return
      change(id, { state: 'uploading', share: 0 })
      start(id, known.file)
    },
    remove,
    take: (sent) => setUploads((known) => [...known, ...sent.map(taken)]),
    clear,
  }
}

function begin(file: File): Upload {
  const previewUrl = file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined
  const { name, type: contentType, size } = file
  return { id: crypto.randomUUID(), name, contentType, size, previewUrl, share: 0, state: 'uploading' }
}

function taken(sent: SentFile): Upload {
  const { name, contentType, size } = sent
  return {
    id: crypto.randomUUID(),
    name: name ?? '',
    contentType,
    size: size ?? 0,
    previewUrl: undefined,
    share: 1,
    state: 'done',
    sent,
  }
}

function forget(uploads: readonly Upload[]): void {
  for (const { previewUrl } of uploads) if (previewUrl) URL.revokeObjectURL(previewUrl)
}
