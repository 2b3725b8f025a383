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

/** $1, $2: names, the most frequent first. The square of a draw makes the first tenth a third of all. */
export function nameFunctions(firstNames: string[], lastNames: string[]): string[] {
  return [nameFunction('first_name', firstNames, 11), nameFunction('last_name', lastNames, 12)]
}

function nameFunction(name: string, names: string[], salt: number): string {
  return `create function pg_temp.${name}(n bigint) returns text language sql immutable parallel safe
    return pg_temp.pick(${textArray(names)}, pg_temp.draw(n, ${salt}) ^ 2)`
}

export function textArray(words: string[]): string {
  return `'{${words.map((word) => `"${word.replaceAll("'", "''")}"`).join(',')}}'::text[]`
}
