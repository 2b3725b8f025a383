import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Trx } from '../platform/database.ts'
import { partsOf } from './questions.ts'
import type { Part } from './questions.ts'
import { spellingsOf, unspaced, unspacedCharacter, wordOrCharacter } from './spellings.ts'

/** Whether all parts of the question stand in the content of a message, each in any spelling; undefined if it asks nothing. */
export async function matching(trx: Trx, question: string): Promise<RawBuilder<unknown> | undefined> {
  const parts = partsOf(question)
  const isOfCharacters = parts.some(({ words }) => unspacedCharacter.test(words))
  const read = isOfCharacters ? inCharacters : inWords
  const query = await queryOf(trx, parts, read)
  if (query === '') return undefined
  const match = sql`to_tsvector('simple', ${read(sql`content`)}) @@ ${query}::tsquery`
  return isOfCharacters ? sql`(${match} and ${hasCharacters})` : match
}

type Reading = (text: RawBuilder<unknown>) => RawBuilder<unknown>

async function queryOf(trx: Trx, parts: Part[], read: Reading): Promise<string> {
  const spellings = parts.flatMap(({ words }, part) => spellingsOf(words).map((spelling) => ({ part, spelling })))
  if (spellings.length === 0) return ''
  // The database reads the question as it read the messages: what is a number, an address or a word there is one here.
  const asked = spellings.map(({ spelling }) => sql`phraseto_tsquery('simple', ${read(sql`${spelling}::text`)})::text`)
  const found = await sql<{ queries: string[] }>`select array[${sql.join(asked)}] as queries`.execute(trx)
  const ofParts = parts.map((part, index) => {
    const queries = found.rows[0]!.queries.filter((each, place) => each !== '' && spellings[place]!.part === index)
    // Who is still typing has not finished the last word; who has closed the quotation mark has.
    const isTyping = index === parts.length - 1 && !part.isPhrase
    const either = isTyping && queries.length > 0 ? [...queries, ...unfinished(part)] : queries
    return either.map((each) => (isTyping ? `${each}:*` : each)).join(' | ')
  })
  return ofParts
    .filter((each) => each !== '')
    .map((each) => `(${each})`)
    .join(' & ')
}

const address = /^[\p{L}\p{N}][\p{L}\p{N}_-]*[@./-][\p{L}\p{N}@._/-]*$/u

/** The beginning of what the database takes for one word when it is whole: `jane@exam` is two to it. */
function unfinished({ words }: Part): string[] {
  return address.test(words) ? [`'${words.toLowerCase()}'`] : []
}

/** As the indexes of messages have it, to the letter. */
function inWords(text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`regexp_replace(${text}, ${sql.raw(`'${punctuation}|([${emoji}])'`)}, ${apart}, 'g')`
}

function inCharacters(text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`regexp_replace(${text}, ${sql.raw(`'${punctuation}|([${emoji}${characters}])'`)}, ${apart}, 'g')`
}

const apart = sql.raw(String.raw`' \1 '`)
const punctuation = String.raw`[\u00A0-\u00BF\u060C\u061B\u061F\u2000-\u206F\u20A0-\u20CF\u3000-\u303F\uFE00-\uFE0F\uFF01-\uFF0F\uFF1A-\uFF20]`
const emoji = String.raw`\u2190-\u2BFF\U0001F000-\U0001FAFF`
const characters = String.raw`${unspaced}\U00020000-\U0003FFFF`
const hasCharacters = sql.raw(
  `case when octet_length(content) > char_length(content) then content ~ '[${characters}]' else false end`,
)

/** What is true of every match, and told at a tenth of the cost of reading a text into words. */
export function resembling(question: string): RawBuilder<unknown> {
  const conditions = partsOf(question)
    .slice(0, 5)
    .map(({ words }) => sql`(${sql.join(spellingsOf(words).map(containing), sql` or `)})`)
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

function containing(words: string): RawBuilder<unknown> {
  const each = (words.match(wordOrCharacter) ?? []).slice(0, 5)
  return each.length === 0
    ? sql`true`
    : sql`(${sql.join(
        each.map((word) => sql`content ilike ${`%${word}%`}`),
        sql` and `,
      )})`
}
