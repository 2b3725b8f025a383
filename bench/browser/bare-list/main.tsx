import { useState } from 'react'
import { createRoot } from 'react-dom/client'

interface Row {
  _id: string
  latestMessage: string | null
  contact: { firstName: string | null; lastName: string | null }
}

interface Message {
  _id: string
  content: string
}

const read = async <T,>(path: string) => (await fetch(path)).json() as Promise<T>
const known = new Map<string, Message[]>()

/** As little as a list with threads can be: nothing is styled, live, optimistic, remembered or reached by keys. */
function Inbox({ rows }: { rows: Row[] }) {
  const [messages, setMessages] = useState<Message[]>([])
  const [text, setText] = useState('')
  const open = async (id: string) => {
    const found = known.get(id) ?? (await read<{ messages: Message[] }>(`thread?id=${id}`)).messages
    known.set(id, found)
    setMessages(found)
  }
  return (
    <>
      <ul>
        {rows.map(({ _id, contact, latestMessage }) => (
          <li key={_id}>
            <button type="button" data-conversation={_id} onClick={() => void open(_id)}>
              {contact.firstName} {contact.lastName} {latestMessage}
            </button>
          </li>
        ))}
      </ul>
      <main>
        {messages.map(({ _id, content }) => (
          <p key={_id} data-message={_id}>
            {content}
          </p>
        ))}
        <textarea data-composer="" value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
      </main>
    </>
  )
}

const { conversations } = await read<{ conversations: Row[] }>('rows')
createRoot(document.querySelector('#app')!).render(<Inbox rows={conversations} />)
