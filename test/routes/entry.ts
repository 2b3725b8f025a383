import { admins, everyone } from '../../server/identity/actor.ts'
import type { AccessRole } from '../../server/identity/actor.ts'
import type { Noun, Things } from './things.ts'

export interface RouteRequest {
  params?: Record<string, string>
  query?: Record<string, string | number>
  body?: Record<string, unknown>
  headers?: Record<string, string>
  /** Instead of a body, for what takes files; it can be read only once. */
  form?: () => FormData
}

/** What the tests know of a route: who may call it, which ids it takes, and requests that succeed on one's own things. */
export interface Entry {
  roles: readonly AccessRole[] | 'anyone' | 'anyone with a session' | 'anyone, or admins'
  /** By their places, such as `params.id`. What is not one's own is not found there. */
  ids: Record<string, Noun>
  /** By their places. What is not one's own leaves nothing to be listed there. */
  filters?: Record<string, Noun>
  requests: (own: Things) => RouteRequest[]
  /** What there is already stands in its way: on one's own things it is 409. */
  isRefused?: true
  /** Its list is empty until a worker has done something. */
  isFilledLater?: true
  /** About what is the rep's alone: who has another role has things of the kind, but not these. */
  isPersonal?: true
}

export type Table = Record<string, Entry>

export const onlyAdmins = { roles: admins, ids: {} } satisfies Partial<Entry>
export const allRoles = { roles: everyone, ids: {} } satisfies Partial<Entry>
export const anyone = { roles: 'anyone', ids: {}, requests: () => [{}] } satisfies Entry

/** A route with `:id` in its path. */
export function byId(noun: Noun, body?: Record<string, unknown>): Pick<Entry, 'ids' | 'requests'> {
  return {
    ids: { 'params.id': noun },
    requests: (own) => [{ params: { id: own[noun] }, ...(body ? { body } : {}) }],
  }
}
