import { useCommand } from '../../ui/commands.ts'
import { actOnLatestToast } from '../../ui/toasts.ts'
import type { Act } from '../acts/acts.ts'
import { texts } from '../texts.ts'
import { useMe } from '../tools/use-me.ts'
import type { Tool } from './bulk-bar.tsx'

const { section } = texts

interface Moving {
  onMove: (step: 1 | -1) => void
  onOpen: () => void
  onSelect: () => void
  onSelectShown: () => void
  onClear: (() => void) | undefined
}

/** The keys by which one goes through the list. */
export function useListCommands({ onMove, onOpen, onSelect, onSelectShown, onClear }: Moving): void {
  useCommand({ id: 'list.next', label: texts.next, section, keys: 'j', run: () => onMove(1) })
  useCommand({ id: 'list.previous', label: texts.previous, section, keys: 'k', run: () => onMove(-1) })
  useCommand({ id: 'list.open', label: texts.open, section, keys: 'o', run: onOpen })
  useCommand({ id: 'list.select', label: texts.select(''), section, keys: 'x', run: onSelect })
  useCommand({ id: 'list.select-shown', label: texts.selectShown, section, keys: 'shift+x', run: onSelectShown })
  useCommand(onClear && { id: 'list.clear', label: texts.clearSelection, section, keys: 'escape', run: onClear })
  useCommand({ id: 'list.undo', label: texts.undoLast, section, keys: 'shift+z', run: () => actOnLatestToast() })
}

/** The same keys as in an open conversation, for what is chosen; or for the row one stands on, where nothing is open. */
export function useActCommands(isOffered: boolean, onAct: (act: Act) => void, onTool: (tool: Tool) => void): void {
  const me = useMe()
  const offered = (id: string, label: string, keys: string, run: () => void) =>
    isOffered ? { id: `conversation.${id}`, label, section, keys, run } : undefined
  useCommand(offered('resolve', texts.resolve, 'e', () => onAct({ kind: 'resolve' })))
  useCommand(offered('unsee', texts.markUnread, 'u', () => onAct({ kind: 'unsee' })))
  useCommand(offered('see', texts.markRead, 'shift+u', () => onAct({ kind: 'see' })))
  useCommand(offered('take', texts.assignToMe, 'i', () => onAct({ kind: 'assign', assignees: [me] })))
  useCommand(offered('assign', `${texts.assign}…`, 'a', () => onTool('assign')))
  useCommand(offered('tag', `${texts.tag}…`, 'l', () => onTool('tag')))
  useCommand(offered('snooze', `${texts.snooze}…`, 'z', () => onTool('snooze')))
}
