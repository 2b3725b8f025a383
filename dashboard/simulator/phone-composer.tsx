import { ArrowUp, ImagePlus, X } from 'lucide-react'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'

import { FileButton, FileDropZone } from '../ui/file-drop.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { showToast } from '../ui/toasts.ts'
import type { Channel } from './queries.ts'
import { texts } from './texts.ts'
import type { Said } from './use-phone.ts'

const rules = { maxFiles: 5, maxBytes: 5_000_000 }
const longestBody = 1600

interface PhoneComposerProps {
  type: Channel['type']
  isFocused: boolean
  onSend: (said: Said) => void
}

export function PhoneComposer({ type, isFocused, onSend }: PhoneComposerProps) {
  const [body, setBody] = useState('')
  const [files, setFiles] = useState<File[]>([])
  const label = type === 'sms' ? texts.write : texts.writeToPage
  // What visitors attach goes another way than through the simulator.
  const canAttach = type !== 'webchat'
  const isReady = body.trim() !== '' || files.length > 0
  const send = () => {
    if (!isReady) return
    onSend({ body, files })
    setBody('')
    setFiles([])
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  const take = (taken: File[], refusals: string[]) => {
    setFiles([...files, ...taken].slice(0, rules.maxFiles))
    for (const refusal of refusals) showToast({ text: refusal, tone: 'danger' })
  }
  return (
    <FileDropZone {...rules} isDisabled={!canAttach} onFiles={take} className="border-t bg-canvas px-2 py-2">
      <ChosenFiles files={files} onFiles={setFiles} />
      <div className="flex items-end gap-1">
        {canAttach && (
          <FileButton
            {...rules}
            isIconOnly
            label={texts.attach}
            icon={<ImagePlus className="size-4" />}
            onFiles={take}
          />
        )}
        <TextArea
          autoFocus={isFocused}
          rows={1}
          maxRows={5}
          aria-label={label}
          placeholder={label}
          maxLength={longestBody}
          enterKeyHint="send"
          value={body}
          onValueChange={setBody}
          onKeyDown={press}
          className="rounded-2xl!"
        />
        <IconButton label={texts.send} variant="primary" className="rounded-full!" disabled={!isReady} onClick={send}>
          <ArrowUp className="size-4" />
        </IconButton>
      </div>
    </FileDropZone>
  )
}

function ChosenFiles({ files, onFiles }: { files: File[]; onFiles: (files: File[]) => void }) {
  if (files.length === 0) return undefined
  return (
    <ul className="flex flex-wrap gap-1 pb-2">
      {files.map((file) => (
        <li
          key={`${file.name} ${file.size} ${file.lastModified}`}
          className="flex h-6 max-w-full items-center rounded-md bg-hover ps-2 text-xs"
        >
          <span className="truncate">{file.name}</span>
          <button
            type="button"
            aria-label={texts.removeFile(file.name)}
            onClick={() => onFiles(files.filter((each) => each !== file))}
            className="flex size-6 shrink-0 items-center justify-center rounded-md text-faint outline-offset-[-2px] hover:text-text"
          >
            <X aria-hidden className="size-3" />
          </button>
        </li>
      ))}
    </ul>
  )
}
