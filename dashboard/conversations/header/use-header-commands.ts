import { useCommand } from '../../ui/commands.ts'
import type { Row } from '../rows.ts'
import { texts } from '../texts.ts'
import { useMe } from '../tools/use-me.ts'
import type { HeaderActs } from './use-header-acts.ts'

export type HeaderTool = 'assign' | 'tag' | 'snooze'

const { section } = texts

/** The keys for the conversation that is open. */
export function useHeaderCommands(
  conversation: Row,
  acts: HeaderActs,
  onTool: (tool: HeaderTool) => void,
  mayRemove: boolean,
): void {
  const me = useMe()
  const { assignees, isResolved, state, isFollowed } = conversation
  const isMine = assignees.some(({ _id }) => _id === me._id)
  const command = (id: string, label: string, keys: string | undefined, run: () => void) => ({
    id: `conversation.${id}`,
    label,
    section,
    keys,
    run,
  })
  const take = command('take', texts.assignToMe, 'i', () => acts.assign([...assignees, me]))
  useCommand(command('resolve', isResolved ? texts.reopen : texts.resolve, 'e', acts.resolve))
  useCommand(command('unsee', texts.markUnread, 'u', acts.unsee))
  useCommand(isMine ? undefined : take)
  useCommand(command('assign', `${texts.assign}…`, 'a', () => onTool('assign')))
  useCommand(command('tag', `${texts.tag}…`, 'l', () => onTool('tag')))
  useCommand(isResolved ? undefined : command('snooze', `${texts.snooze}…`, 'z', () => onTool('snooze')))
  useCommand(state === 'snoozed' ? command('wake', texts.wake, undefined, acts.wake) : undefined)
  useCommand(command('follow', isFollowed ? texts.unfollow : texts.follow, 'f', acts.follow))
  useCommand(command('copy-link', texts.copyLink, undefined, acts.copyLink))
  useCommand(mayRemove ? command('delete', texts.deleteConversation, undefined, () => void acts.remove()) : undefined)
}
