import { namesOf } from './draws.ts'

/** $1 the moment until which everything happened, $2 the number of organizations. */
export const organizations = `
  insert into organizations (id, name, country, time_zone, created_at, updated_at)
  select pg_temp.id(founded_at, n, 1), 'Organization ' || n, 'US', 'America/New_York', founded_at, founded_at
  from (select n, $1::timestamptz - interval '3 years' + n * interval '1 hour' as founded_at from generate_series(1, $2::int) n)`

/** What the other statements draw from: each organization's number, its people and its channels. */
export const organizationNumbers = `
  create temp table organization_numbers as
  select id as organization_id, row_number() over (order by id) as number, created_at from organizations`

export const departments = `
  insert into departments (organization_id, id, name, created_at, updated_at)
  select organization_id, pg_temp.id(created_at, number * 10 + k, 2), name, created_at, created_at
  from organization_numbers,
    unnest(array['Sales', 'Support', 'Billing', 'Marketing', 'Partners']) with ordinality as d (name, k)`

/** $1 the hash of everybody's password, $2 users of an organization: three admins, five heads, the rest reps. */
export const users = `
  insert into users (organization_id, id, email, full_name, access_role, department_id, password_hash, created_at, updated_at)
  select o.organization_id, pg_temp.id(o.created_at + k * interval '1 minute', o.number * 1000 + k, 3),
    format('user%s@organization%s.example', k, o.number),
    f.name || ' ' || l.name,
    case when k <= 3 then 'ADMIN' when k <= 8 then 'DEPARTMENT_HEAD' else 'SALES_REP' end,
    case when k > 3 then (array(select d.id from departments d where d.organization_id = o.organization_id order by d.id))[1 + (k - 4) % 5] end,
    $1, o.created_at, o.created_at
  from organization_numbers o cross join generate_series(1, $2::int) k ${namesOf('o.number * 1000 + k')}`

export const logins = `
  insert into logins (email, organization_id, user_id) select email, organization_id, id from users`

/** $1 the sealed credentials of Twilio, $2 those of the simulator; two numbers an organization, one on each. */
export const channels = `
  insert into channels (organization_id, id, type, provider, name, identifier, settings, credentials, user_id, created_at, updated_at)
  select o.organization_id, pg_temp.id(o.created_at, o.number * 10 + k, 4), 'sms', provider, name,
    format('+1833555%s', lpad((o.number + offset_of_number)::text, 4, '0')), settings::jsonb, credentials,
    (select u.id from users u where u.organization_id = o.organization_id order by u.id limit 1), o.created_at, o.created_at
  from organization_numbers o, (values
    (1, 'twilio', 'Main line', 0, '{"apiBaseUrl": "http://127.0.0.1:9", "messagesPerSecond": 1000}', $1),
    (2, 'simulator', 'Second line', 5000, '{"deliverySeconds": 1}', $2)
  ) as c (k, provider, name, offset_of_number, settings, credentials)`

export const channelRoutes = `
  insert into channel_routes (channel_type, address, organization_id, channel_id)
  select type, identifier, organization_id, id from channels`

export const channelPacing = `
  insert into channel_pacing (organization_id, channel_id, next_at) select organization_id, id, created_at from channels`
