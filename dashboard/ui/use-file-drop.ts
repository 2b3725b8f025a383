import { useRef, useState, type ClipboardEvent, type DragEvent } from 'react'
import { checkFiles, type FileRules } from './file-rules.ts'

export type TakeFiles = (files: File[], refusals: string[]) => void

type DropHandlers = {
  onDragEnter: (event: DragEvent) => void
  onDragOver: (event: DragEvent) => void
  onDragLeave: () => void
  onDrop: (event: DragEvent) => void
  onPaste: (event: ClipboardEvent) => void
}

/** What an element needs so that files can be dropped and pasted into it. */
export function useFileDrop(
  rules: FileRules,
  onFiles: TakeFiles,
  isDisabled = false,
): { isOver: boolean; handlers: DropHandlers } {
  const [isOver, setIsOver] = useState(false)
  // Entering a child comes before leaving its parent: only the sum says whether one is still inside.
  const depth = useRef(0)
  const take = (list: FileList) => {
    const { accepted, refusals } = checkFiles([...list], rules)
    onFiles(accepted, refusals)
  }
  const leave = (to: number) => {
    depth.current = Math.max(0, to)
    if (depth.current === 0) setIsOver(false)
  }
  const handlers: DropHandlers = {
    onDragEnter: (event) => {
      if (isDisabled || !hasFiles(event.dataTransfer)) return
      depth.current += 1
      setIsOver(true)
    },
    onDragOver: (event) => {
      if (!isDisabled && hasFiles(event.dataTransfer)) event.preventDefault()
    },
    onDragLeave: () => leave(depth.current - 1),
    onDrop: (event) => {
      leave(0)
      if (isDisabled || !hasFiles(event.dataTransfer)) return
      event.preventDefault()
      take(event.dataTransfer.files)
    },
    onPaste: (event) => {
      // Office programs paste a picture of the text along with the text; the text is what was meant.
      const isText = event.clipboardData.types.includes('text/plain')
      if (isDisabled || isText || event.clipboardData.files.length === 0) return
      event.preventDefault()
      take(event.clipboardData.files)
    },
  }
  return { isOver, handlers }
}

function hasFiles(data: DataTransfer): boolean {
  return data.types.includes('Files')
}
