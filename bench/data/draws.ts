/**
 * Chance that repeats itself: what is drawn depends on the row's number and on what it is drawn for, so that the same size
 * always holds the same people.
 */
export const draws = [
  `create function pg_temp.draw(n bigint, salt bigint) returns float8 language sql immutable parallel safe
   return (hashint8extended(n, salt) & 1073741823) / 1073741824.0::float8`,

  // The layout of platform/id.ts.
  `create function pg_temp.id(at timestamptz, n bigint, salt bigint) returns text language sql immutable parallel safe
   return lpad(to_hex(floor(date_part('epoch', at))::bigint), 8, '0')
     || lpad(to_hex(floor((date_part('epoch', at) - floor(date_part('epoch', at))) * 65536)::bigint), 4, '0')
     || lpad(to_hex(hashint8extended(n, salt) & 281474976710655), 12, '0')`,

  `create function pg_temp.pick(words text[], share float8) returns text language sql immutable parallel safe
   return words[1 + floor(share * cardinality(words))::int]`,
]

/** $1 names, the most frequent first. */
export const firstNameTable = `
  create temp table first_names as
  select name, number::int from unnest($1::text[]) with ordinality as names (name, number)`

export const lastNameTable = firstNameTable.replace('first_names', 'last_names')

/** To be joined: the square of a draw gives the first tenth of the names to a third of the people. */
export function namesOf(n: string): string {
  return `
    join first_names f on f.number = 1 + floor(2000 * pg_temp.draw(${n}, 11) ^ 2)::int
    join last_names l on l.number = 1 + floor(5000 * pg_temp.draw(${n}, 12) ^ 2)::int`
}

export function textArray(words: string[]): string {
  return `'{${words.map((word) => `"${word.replaceAll("'", "''")}"`).join(',')}}'::text[]`
}
