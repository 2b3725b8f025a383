import { namesOf, textArray } from './draws.ts'

// In use in the United States and Canada.
const areaCodes = (
  '201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 ' +
  '248 251 252 253 254 256 260 262 267 269 270 272 276 281 301 302 303 304 305 307 308 309 310 312 313'
).split(' ')

const domains = ['gmail.example', 'mail.example', 'outlook.example', 'company.example', 'school.example']
const statuses = ['New Lead', 'New Lead', 'Contacted', 'Qualified', 'Customer', 'Lost']
const sources = ['API', 'Website', 'sms', 'Import', 'Referral']

/** Who owns contacts: the sales reps, numbered from 0 in each organization. */
export const reps = `
  create temp table reps as
  select o.number as organization, u.id as user_id, (row_number() over (partition by o.number order by u.id) - 1)::int as rep
  from users u join organization_numbers o on o.organization_id = u.organization_id where u.access_role = 'SALES_REP'`

/** $1 how many contacts each organization has, $2 until when, $3 the number of reps. */
export const people = `
  create temp table people as
  select n, organization, organization_id, first_admin_id, created_at, pg_temp.id(created_at, n, 5) as id,
    floor($3::int * pg_temp.draw(n, 22) ^ 1.5)::int as rep
  from (
    select o.number as organization, o.organization_id, o.number * 10000000 + k as n,
      (select min(u.id) from users u where u.organization_id = o.organization_id) as first_admin_id,
      date_trunc('milliseconds', $2::timestamptz
        - interval '2 years' * pg_temp.draw(o.number * 10000000 + k, 21) - interval '1 hour') as created_at
    from unnest($1::int[]) with ordinality as c (contacts, number)
    join organization_numbers o on o.number = c.number, generate_series(1, c.contacts) k
  ) as born`

/** Numbers are spread over all area codes and differ, because the factor and the modulus share no divisor. */
export const contacts = `
  insert into contacts (organization_id, id, user_id, created_by_id, first_name, last_name, phone_number, email, status,
    process, source, channel_types, latest_message_id, last_message_time, last_inbound_at, message_count, last_activity_at,
    version, created_at, updated_at)
  select p.organization_id, p.id, r.user_id, case when pg_temp.draw(p.n, 23) < 0.5 then p.first_admin_id else r.user_id end,
    f.name, case when pg_temp.draw(p.n, 24) < 0.92 then l.name end,
    '+1' || (${textArray(areaCodes)})[1 + mixed / 8000000] || 200 + mixed / 10000 % 800 || lpad((mixed % 10000)::text, 4, '0'),
    case when pg_temp.draw(p.n, 25) < 0.7 then
      lower(f.name || '.' || l.name) || p.n % 97 || '@' || pg_temp.pick(${textArray(domains)}, pg_temp.draw(p.n, 26) ^ 2) end,
    pg_temp.pick(${textArray(statuses)}, pg_temp.draw(p.n, 27)), '', pg_temp.pick(${textArray(sources)}, pg_temp.draw(p.n, 28)),
    case when e.latest_id is null then '{}' else '{sms}' end::text[], e.latest_id, e.latest_at, e.last_inbound_at,
    coalesce(e.messages, 0), coalesce(e.latest_at, p.created_at),
    floor(3 * pg_temp.draw(p.n, 29) ^ 2)::int, p.created_at, coalesce(e.latest_at, p.created_at)
  from (select *, (n * 179424673 % 400000000)::int as mixed from people) p
  join reps r on r.organization = p.organization and r.rep = p.rep ${namesOf('p.n')}
  left join (
    select contact_id, max(latest_id) as latest_id, max(latest_at) as latest_at, max(last_inbound_at) as last_inbound_at,
      sum(messages)::int as messages
    from ends group by contact_id
  ) e on e.contact_id = p.id
  order by p.created_at`

/** The owner, and in one case of eight a colleague. $1 the number of reps. */
export const contactAssignees = `
  insert into contact_assignees (organization_id, contact_id, user_id)
  select p.organization_id, p.id, r.user_id
  from people p
  cross join generate_series(0, case when pg_temp.draw(p.n, 31) < 0.125 then 1 else 0 end) j
  join reps r on r.organization = p.organization
    and r.rep = (p.rep + j * (1 + floor(($1::int - 1) * pg_temp.draw(p.n, 32))::int)) % $1::int`

export const contactCounts = `
  insert into contact_counts (organization_id, slot, contacts)
  select organization_id, ('x' || right(id, 1))::bit(4)::int, count(*) from contacts group by 1, 2`

export const contactTallies = `
  insert into contact_tallies (organization_id, status, user_id, slot, contacts)
  select organization_id, status, user_id, ('x' || right(id, 1))::bit(4)::int, count(*) from contacts group by 1, 2, 3, 4`

export const optOuts = `
  insert into opt_outs (organization_id, channel_type, address, source, opted_out_at)
  select organization_id, 'sms', phone_number, 'keyword', last_activity_at from contacts
  where ('x' || right(id, 2))::bit(8)::int < 3`
