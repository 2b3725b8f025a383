import { render } from 'preact'

import { Api, Refusal } from './api.ts'
import { Chat } from './chat.ts'
import { wear } from './appearance.ts'
import { hearHost, tellHost } from './host.ts'
import { Pauses } from './pauses.ts'
import { Panel } from './parts/panel.tsx'
import { drafted } from './preview.ts'
import { unreadOf } from './thread.ts'
import { filled, spoken, wordsOf } from './words.ts'
import type { Draft, ToPanel } from '../wire.ts'
import type { Settings } from './protocol.ts'

const key = new URLSearchParams(location.search).get('webchat') ?? ''
const chat = new Chat(key)
const settings = fetched()
let toldUnread = 0

hearHost((message) => {
  if (message.type === 'start') void start(message)
  else if (message.type === 'preview') void preview(message.draft)
  else if (message.type === 'language') speak(message.language)
  else chat.obey(message)
})
chat.store.subscribe(tellUnread)
tellHost({ type: 'here' })
// The host is told only when there is something to show: a chat that cannot be had leaves no button behind.
settings.then(
  () => tellHost({ type: 'ready' }),
  () => tellHost({ type: 'gone' }),
)

/** However long it takes, unless the server says that there is none. */
async function fetched(): Promise<Settings> {
  const pauses = new Pauses()
  for (;;) {
    try {
      return await new Api(key).settings()
    } catch (error) {
      if (error instanceof Refusal && !error.isPassing) throw error
      await new Promise((resolve) => setTimeout(resolve, pauses.next()))
    }
  }
}

async function start(message: ToPanel & { type: 'start' }): Promise<void> {
  const found = await settings
  const { wishes, page } = message
  const configured = found.language === 'auto' ? null : found.language
  const language = spoken(wishes.language, configured, page.language, navigator.language)
  chat.store.set({ settings: named(found, wishes), wishes, language })
  wear(chat.store.state)
  render(<Panel chat={chat} />, document.body)
  await chat.start(message)
}

/** Follows what somebody types elsewhere. Nothing of it can be pressed, so nobody writes to themselves by mistake. */
async function preview(draft: Draft): Promise<void> {
  const found = await settings
  document.body.inert = true
  chat.store.set(drafted(found, draft))
  wear(chat.store.state)
  render(<Panel chat={chat} />, document.body)
}

function named(found: Settings, wishes: (ToPanel & { type: 'start' })['wishes']): Settings {
  return {
    ...found,
    name: wishes.name ?? found.name,
    greeting: wishes.greeting ?? found.greeting,
    color: wishes.color ?? found.color,
  }
}

function speak(language: string): void {
  chat.store.set({ language: spoken(language, chat.store.state.language) })
  wear(chat.store.state)
}

function tellUnread(): void {
  const { messages, language } = chat.store.state
  const count = unreadOf(messages)
  if (count === toldUnread) return
  toldUnread = count
  tellHost({ type: 'unread', count, words: filled(wordsOf(language).unread, { n: count }) })
}
