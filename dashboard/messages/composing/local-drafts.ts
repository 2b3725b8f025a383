import type { ReplyActions } from '../sending/entries.ts'

export interface LocalDraft {
  /** Others may sit at the same machine. */
  userId: string
  content: string
  isNote: boolean
  /** The message that it answers. */
  replyToId?: string | undefined
  /** Of the saved reply that it began with. */
  actions?: ReplyActions | undefined
  updatedAt: string
}

const contentKey = (conversationId: string) => `draft:${conversationId}`
const aboutKey = (conversationId: string) => `draft-about:${conversationId}`

/** What the user began on this machine. The text stands alone under its key, where the list looks for it. */
export function readLocalDraft(conversationId: string, userId: string): LocalDraft | undefined {
  const content = localStorage.getItem(contentKey(conversationId))
  if (content === null) return undefined
  try {
    const about = JSON.parse(localStorage.getItem(aboutKey(conversationId)) ?? '{}') as Partial<LocalDraft>
    return about.userId === userId ? { isNote: false, updatedAt: '', ...about, userId, content } : undefined
  } catch {
    return undefined
  }
}

export function keepLocalDraft(conversationId: string, { content, ...about }: LocalDraft): void {
  const key = contentKey(conversationId)
  const before = localStorage.getItem(key)
  if (content.trim() === '') {
    localStorage.removeItem(key)
    localStorage.removeItem(aboutKey(conversationId))
  } else {
    localStorage.setItem(key, content)
    localStorage.setItem(aboutKey(conversationId), JSON.stringify(about))
  }
  const after = localStorage.getItem(key)
  // Browsers tell other tabs only; the list of this one shows the mark as well.
  if ((before === null) !== (after === null))
    dispatchEvent(new StorageEvent('storage', { key, oldValue: before, newValue: after }))
}

/** Another tab wrote it, or sent it; what this one says to itself does not count. */
export function onDraftElsewhere(conversationId: string, effect: () => void): () => void {
  const keys = new Set<string | null>([contentKey(conversationId), aboutKey(conversationId)])
  const hear = ({ isTrusted, key }: StorageEvent) => {
    if (isTrusted && keys.has(key)) effect()
  }
  addEventListener('storage', hear)
  return () => removeEventListener('storage', hear)
}
