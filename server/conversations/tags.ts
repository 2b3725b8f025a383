import { sql } from 'kysely'

import { Refusal } from '../platform/errors.ts'
import type { Change } from './change.ts'

const mostTags = 50

/** Adds and removes; a tag is the same in any case of its letters. */
export function tagging(add: string[], remove: string[]): Change {
  const [added, removed] = [add.map(toTag), new Set(remove.map(toTag))]
  return {
    event: 'conversation.tagged',
    async apply(trx, actor, held) {
      const retagged = held
        .map(({ id, tags }) => ({ id, before: tags, tags: changed(tags, added, removed) }))
        .filter(({ before, tags }) => before.join('\n') !== tags.join('\n'))
      // Most of many end with the same tags: as many statements as there are different ends.
      for (const group of Map.groupBy(retagged, ({ tags }) => tags.join('\n')).values()) {
        await sql`
          update conversations set tags = ${group[0]!.tags}, updated_at = ${new Date()}
          where organization_id = ${actor.organizationId} and id = any(${group.map(({ id }) => id)})
        `.execute(trx)
      }
      return retagged.map(({ id }) => id)
    },
  }
}

export function toTag(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()
}

function changed(tags: string[], added: string[], removed: Set<string>): string[] {
  const wanted = [...new Set([...tags, ...added])].filter((tag) => tag !== '' && !removed.has(tag)).toSorted()
  if (wanted.length <= Math.max(mostTags, tags.length)) return wanted
  throw new Refusal(422, 'too_many_tags', `A conversation may have ${mostTags} tags: remove some first.`)
}
