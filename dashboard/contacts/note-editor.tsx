import { Paperclip } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'

import { Button } from '../ui/button.tsx'
import { FileButton } from '../ui/file-drop.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { MentionList } from './mention-list.tsx'
import { mentionedIn } from './mention-text.ts'
import { NoteFileTray } from './note-file-tray.tsx'
import { texts } from './texts.ts'
import { useColleagues } from './use-contact.ts'
import { useMentions } from './use-mentions.ts'
import { useNoteFiles } from './use-note-files.ts'
import type { NoteFiles } from './use-note-files.ts'

const mostBytes = 50 * 1024 * 1024

export interface WrittenNote {
  note: string
  mentions: string[]
  attachments?: { key: string }[]
}

interface NoteEditorProps {
  label: string
  saveLabel: string
  initial?: string
  isBusy: boolean
  error: string | undefined
  /** Whether files can be added: of a note that stands already they stay what they are. */
  hasFiles?: boolean
  onSave: (note: WrittenNote, clear: () => void) => void
  onCancel?: (() => void) | undefined
}

/** Writes a note; `@` finds colleagues to mention. Ctrl or ⌘ with Enter saves it. */
export function NoteEditor(props: NoteEditorProps) {
  const { label, initial = '', isBusy, error, hasFiles = false, onSave, onCancel } = props
  const colleagues = useColleagues()
  const listId = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(initial)
  const mentions = useMentions({ area, text, setText, colleagues })
  const files = useNoteFiles()
  const save = () => {
    if (!text.trim() || isBusy || files.isUploading) return
    const attachments = files.files.flatMap(({ key }) => (key === undefined ? [] : [{ key }]))
    const attached = attachments.length > 0 ? { attachments } : {}
    onSave({ note: text.trim(), mentions: mentionedIn(text, colleagues), ...attached }, () => {
      setText('')
      files.clear()
    })
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || mentions.press(event)) return
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) save()
    else if (event.key === 'Escape' && onCancel) onCancel()
    else return
    event.preventDefault()
  }
  const isOpen = mentions.people.length > 0
  return (
    <div className="flex flex-col gap-1.5">
      <TextArea
        ref={area}
        aria-label={label}
        placeholder={label}
        rows={2}
        maxLength={10_000}
        value={text}
        autoFocus={onCancel !== undefined}
        onValueChange={setText}
        onSelect={mentions.look}
        onKeyDown={press}
        aria-invalid={error !== undefined}
        {...(isOpen ? { 'aria-controls': listId, 'aria-activedescendant': `${listId}${mentions.active}` } : {})}
        className="border-note-line! bg-note! text-note-text! placeholder:text-note-text/80!"
      />
      {isOpen && <MentionList id={listId} {...mentions} />}
      {error && (
        <p role="alert" className="text-xs text-danger-text">
          {error}
        </p>
      )}
      <NoteFileTray {...files} />
      {(text.trim() || files.files.length > 0 || onCancel) && (
        <EditorButtons
          {...props}
          isEmpty={!text.trim() || files.isUploading}
          onPress={save}
          onFiles={hasFiles ? files.add : undefined}
        />
      )}
    </div>
  )
}

type EditorButtonsProps = Pick<NoteEditorProps, 'saveLabel' | 'isBusy' | 'onCancel'> & {
  isEmpty: boolean
  onPress: () => void
  onFiles: NoteFiles['add'] | undefined
}

function EditorButtons({ saveLabel, isBusy, onCancel, isEmpty, onPress, onFiles }: EditorButtonsProps) {
  return (
    <div className="flex items-center justify-end gap-2">
      <span className="me-auto text-xs text-faint">{texts.mentionHint}</span>
      {onFiles && (
        <FileButton
          isIconOnly
          size="small"
          label={texts.attachFiles}
          icon={<Paperclip className="size-4" />}
          maxFiles={10}
          maxBytes={mostBytes}
          onFiles={onFiles}
        />
      )}
      {onCancel && (
        <Button size="small" variant="quiet" onClick={onCancel}>
          {texts.cancel}
        </Button>
      )}
      <Button size="small" variant="primary" isBusy={isBusy} disabled={isEmpty} onClick={onPress}>
        {saveLabel}
      </Button>
    </div>
  )
}
