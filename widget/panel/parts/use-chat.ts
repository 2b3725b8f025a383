import { useEffect, useState } from 'preact/hooks'

import type { Chat } from '../chat.ts'
import type { State } from '../state.ts'
import { wordsOf } from '../words.ts'
import type { Words } from '../words/en.ts'

export interface Shown {
  chat: Chat
  state: State
  words: Words
}

export function useChat(chat: Chat): Shown {
  const [state, setState] = useState(chat.store.state)
  useEffect(() => chat.store.subscribe(() => setState(chat.store.state)), [chat])
  return { chat, state, words: wordsOf(state.language) }
}
