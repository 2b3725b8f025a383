import { list } from '../../ui/format.ts'
import type { ReplyActions } from '../sending/entries.ts'
import { composerTexts as texts } from './composer-texts.ts'

/** What a saved reply does once it was sent, in words. */
export function actionsText(
  { tags, assignTo, isResolving }: ReplyActions,
  me: string,
  nameOf: (id: string) => string,
): string {
  const isMine = assignTo === 'me' || assignTo === me
  return list([
    ...(tags.length > 0 ? [texts.willTag(tags)] : []),
    ...(isResolving ? [texts.willResolve] : []),
    ...(assignTo === null ? [] : [isMine ? texts.willTake : texts.willAssign(nameOf(assignTo))]),
  ])
}
