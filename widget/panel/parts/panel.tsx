import { useEffect, useRef } from 'preact/hooks'

import type { Chat } from '../chat.ts'
import { Composer, isTouched } from './composer.tsx'
import { Form } from './form.tsx'
import { Header } from './header.tsx'
import { Log } from './log.tsx'
import { Notice } from './notice.tsx'
import { useChat } from './use-chat.ts'
import type { Shown } from './use-chat.ts'

export function Panel({ chat }: { chat: Chat }) {
  const shown = useChat(chat)
  const { isOpen } = shown.state
  useFirstFocus(isOpen)
  useEffect(() => closeOnEscape(chat), [chat])
  return (
    <div class="panel">
      <Header {...shown} />
      <Content {...shown} />
    </div>
  )
}

function Content(shown: Shown) {
  const { phase, visitor, settings, outgoing } = shown.state
  const wantsForm = visitor?.needsForm && settings?.form.isOn
  if (phase === 'ready' && wantsForm) return <Form {...shown} />
  if (phase === 'ready' || outgoing.length > 0)
    return (
      <>
        <Log {...shown} />
        {phase === 'ready' ? <Composer {...shown} /> : <Notice {...shown} />}
      </>
    )
  return (
    <main class="middle">
      <Notice {...shown} />
    </main>
  )
}

/** Whoever opens the chat wants to write. On a touch screen the keyboard would cover what there is to read. */
function useFirstFocus(isOpen: boolean): void {
  const wasOpen = useRef(false)
  useEffect(() => {
    const isOpening = isOpen && !wasOpen.current
    wasOpen.current = isOpen
    if (!isOpening || !document.hasFocus()) return
    const field = isTouched() ? null : document.querySelector<HTMLElement>('form input, footer textarea')
    const wished = field ?? document.querySelector<HTMLElement>('.close')
    wished?.focus()
  }, [isOpen])
}

function closeOnEscape(chat: Chat): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.isComposing) chat.close()
  }
  addEventListener('keydown', listen)
  return () => removeEventListener('keydown', listen)
}
