import { useEffect, useRef, useState } from 'preact/hooks'

import { mostWaiting } from '../../wire.ts'
import { longestContent } from '../protocol.ts'
import { Icon } from './icons.tsx'
import { Notice } from './notice.tsx'
import { useFiles } from './use-files.ts'
import { Chosen } from './chosen.tsx'
import type { Shown } from './use-chat.ts'

export function Composer(shown: Shown) {
  const { chat, state, words } = shown
  const [content, setContent] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const files = useFiles(shown)
  useEffect(() => {
    // After the form that stood here before, the keyboard goes on with the message.
    if (document.hasFocus() && document.activeElement === document.body && !isTouched()) field.current?.focus()
  }, [])
  const isFull = state.outgoing.length >= mostWaiting
  const canSend = !isFull && !files.isBusy && (content.trim() !== '' || files.ready.length > 0)

  const send = () => {
    if (!canSend) return
    chat.write(content.trim(), files.ready)
    setContent('')
    files.clear()
    field.current?.focus()
  }
  const press = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <footer {...files.dropping}>
      <Notice {...shown} />
      <Chosen {...shown} files={files} />
      {isFull && (
        <p class="hint" id="reason">
          {words.tooManyWaiting}
        </p>
      )}
      <div class={files.isOver ? 'composer over' : 'composer'}>
        {state.settings?.files.isOn && <Attach {...shown} choose={files.add} />}
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          aria-label={words.write}
          aria-describedby={isFull ? 'reason' : undefined}
          placeholder={files.isOver ? words.dropHere : words.write}
          maxLength={longestContent}
          disabled={isFull}
          value={content}
          onInput={({ currentTarget }) => {
            setContent(currentTarget.value)
            if (currentTarget.value) chat.typing()
          }}
          onKeyDown={press}
          onPaste={files.paste}
        />
        <button type="button" class="round send" aria-label={words.send} disabled={!canSend} onClick={send}>
          <Icon name="send" isMirrored />
        </button>
      </div>
    </footer>
  )
}

export function isTouched(): boolean {
  return matchMedia('(pointer: coarse)').matches
}

function Attach({ state, words, choose }: Shown & { choose: (files: Iterable<File>) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={state.settings?.files.types.join(',')}
        onChange={({ currentTarget }) => {
          choose(currentTarget.files ?? [])
          currentTarget.value = ''
        }}
      />
      <button
        type="button"
        class="round"
        aria-label={words.attach}
        title={state.isOffline ? words.filesNeedNetwork : undefined}
        disabled={state.isOffline}
        onClick={() => input.current?.click()}
      >
        <Icon name="attach" />
      </button>
    </>
  )
}
