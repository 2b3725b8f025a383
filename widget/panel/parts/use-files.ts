import { useState } from 'preact/hooks'

import { Refusal } from '../api.ts'
import type { Uploaded } from '../protocol.ts'
import { sizeOf } from '../times.ts'
import { filled } from '../words.ts'
import type { Shown } from './use-chat.ts'

export interface ChosenFile {
  id: string
  name: string
  uploaded?: Uploaded
}

export type Files = ReturnType<typeof useFiles>

/** Files are brought up while the message is still being written, so that sending it is one small step. */
export function useFiles({ chat, state, words }: Shown) {
  const [chosen, setChosen] = useState<ChosenFile[]>([])
  const [problem, setProblem] = useState('')
  const [isOver, setIsOver] = useState(false)
  const { isOn = false, maxBytes = 0, types = [] } = state.settings?.files ?? {}

  const refusalOf = ({ name, size, type }: File) => {
    if (state.isOffline) return words.filesNeedNetwork
    if (size > maxBytes) return filled(words.tooLarge, { name, size: sizeOf(maxBytes, state.language) })
    // Of what the system does not know the server says what it is.
    return !type || types.some((each) => fits(type, each)) ? '' : filled(words.wrongType, { name })
  }
  /** What the server will never take is not to be tried again. */
  const failureOf = (error: unknown, name: string) => {
    const status = error instanceof Refusal ? error.status : 0
    if (status === 413) return filled(words.tooLarge, { name, size: sizeOf(maxBytes, state.language) })
    return filled(status === 415 ? words.wrongType : words.uploadFailed, { name })
  }
  const upload = async (file: File) => {
    const refusal = refusalOf(file)
    setProblem(refusal)
    if (refusal) return
    const id = crypto.randomUUID()
    setChosen((others) => [...others, { id, name: file.name }])
    try {
      const uploaded = await chat.upload(file)
      setChosen((all) => all.map((each) => (each.id === id ? { ...each, uploaded } : each)))
    } catch (error) {
      setProblem(failureOf(error, file.name))
      setChosen((all) => all.filter((each) => each.id !== id))
    }
  }
  const add = (files: Iterable<File>) => {
    if (isOn) for (const file of files) void upload(file)
  }
  const take = (event: ClipboardEvent | DragEvent, data: DataTransfer | null) => {
    setIsOver(false)
    if (!isOn || !data?.files.length) return
    event.preventDefault()
    add(data.files)
  }
  return {
    chosen,
    problem,
    isOver,
    isBusy: chosen.some(({ uploaded }) => !uploaded),
    ready: chosen.flatMap(({ uploaded }) => uploaded ?? []),
    add,
    remove: (id: string) => setChosen((all) => all.filter((each) => each.id !== id)),
    clear: () => setChosen([]),
    dismiss: () => setProblem(''),
    paste: (event: ClipboardEvent) => take(event, event.clipboardData),
    dropping: {
      onDragOver: (event: DragEvent) => {
        if (!isOn) return
        event.preventDefault()
        setIsOver(true)
      },
      onDragLeave: () => setIsOver(false),
      onDrop: (event: DragEvent) => take(event, event.dataTransfer),
    },
  }
}

function fits(type: string, allowed: string): boolean {
  return allowed.endsWith('/*') ? type.startsWith(allowed.slice(0, -1)) : type === allowed
}
