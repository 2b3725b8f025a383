import { useEffect, useEffectEvent } from 'react'

import { texts } from './texts.ts'

/** Takes what is pasted anywhere on the page: a file, or cells that were copied in a spreadsheet. */
export function usePastedFile(onFiles: (files: File[], refusals: string[]) => void, isOff: boolean): void {
  const paste = useEffectEvent((event: ClipboardEvent) => {
    if (isOff || event.defaultPrevented || !event.clipboardData) return
    const file = fileIn(event.clipboardData)
    if (!file) return
    event.preventDefault()
    onFiles([file], [])
  })
  useEffect(() => {
    const listener = (event: ClipboardEvent) => paste(event)
    document.addEventListener('paste', listener)
    return () => document.removeEventListener('paste', listener)
  }, [])
}

/** Of cells a header and a row at least: one line is no table. */
function fileIn(data: DataTransfer): File | undefined {
  const text = data.getData('text/plain').trim()
  if (text.includes('\n')) return new File([`${text}\n`], texts.pastedName, { type: 'text/csv' })
  return data.files[0]
}
