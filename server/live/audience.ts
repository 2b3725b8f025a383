import { admins, everyone } from '../identity/actor.ts'
import type { AccessRole } from '../identity/actor.ts'
import type { Belonging } from '../identity/visibility.ts'
import type { Event } from '../platform/events/log.ts'
import { toShownEvent } from '../platform/events/shown.ts'
import type { Telling } from '../platform/live/follower.ts'

/** Who hears of an event, and as what. */
export interface Audience {
  /** The contact or the conversation that it is about: whoever sees that hears of it. */
  place?: Place | undefined
  roles: readonly AccessRole[]
  /** To whom it is personal, whatever their role. */
  userIds: readonly string[]
  told: readonly [Telling]
  /** What is told to whoever saw it before and does not any more: where it was nobody's in particular, everybody did. */
  lost?: { before?: Belonging; told: readonly [Telling] } | undefined
  /** The departments of which somebody came or went: their heads see other things from now on. */
  departments: readonly string[]
}

export interface Place {
  noun: 'conversation' | 'contact'
  id: string
  /** Whose it was when it happened, for what has been deleted since. */
  before?: Belonging
}

type Rule = (event: Event) => Partial<Pick<Audience, 'place' | 'roles' | 'userIds'>>

const ofConversation: Rule = (event) => ({ place: placed('conversation', event.data['conversationId']) })
const ofContact: Rule = (event) => ({ place: placed('contact', event.data['contactId']) })
const itself =
  (noun: Place['noun']): Rule =>
  (event) => ({ place: { noun, id: event.subjectId, before: belongingIn(event, 'userId', 'assignees') } })
const personal =
  (field: string): Rule =>
  ({ data }) => ({ roles: [], userIds: textsIn(data[field]) })
const toRoles =
  (roles: readonly AccessRole[]): Rule =>
  () => ({ roles })
/** Whose it is and every admin, as in the lists. */
const ownAndAdmins =
  (field: string): Rule =>
  ({ data }) => ({ roles: admins, userIds: textsIn(data[field]) })

/** By nouns, as the routes answer of them; what is not here is for admins. */
const rules: Record<string, Rule> = {
  conversation: itself('conversation'),
  message: ofConversation,
  scheduledMessage: ofConversation,
  attachment: ofConversation,
  csat: ofConversation,
  contact: itself('contact'),
  document: ofContact,
  reaction: ofContact,
  // Of a conversation's own notes whoever sees it hears, of a contact's whoever sees that.
  note: (event) => (event.data['conversationId'] === undefined ? ofContact(event) : ofConversation(event)),
  duplicate: toRoles(admins),
  import: ownAndAdmins('userId'),
  file: ownAndAdmins('uploadedById'),
  notification: personal('userId'),
  notificationPreferences: personal('id'),
  pushSubscription: personal('userId'),
  reminder: personal('createdById'),
  apiKey: personal('id'),
  session: personal('id'),
  twoFactor: personal('id'),
  passwordReset: personal('id'),
  viewPins: personal('id'),
  view: ({ data }) => (data['sharedAt'] ? { roles: everyone } : { roles: [], userIds: textsIn(data['userId']) }),
  template: ({ data }) =>
    data['userId'] === null ? { roles: everyone } : { roles: [], userIds: textsIn(data['userId']) },
  templateCategory: toRoles(everyone),
  channel: toRoles(everyone),
  pipeline: toRoles(everyone),
  contactSections: toRoles(everyone),
  user: toRoles(everyone),
  department: toRoles(everyone),
  organization: toRoles(admins),
  visitor: toRoles(admins),
  webhook: toRoles(admins),
}

/** Where one type of a noun is read by others than the rest. */
const exceptions: Record<string, Rule> = {
  'channel.rerouted': toRoles(admins),
  // What somebody follows is nobody else’s business.
  'conversation.followed': personal('followerId'),
  'conversation.unfollowed': personal('followerId'),
  // There is no conversation yet, and there may never be one.
  'message.refused': ofContact,
}

export function audienceOf(event: Event): Audience {
  const told = [toShownEvent(event)] as const
  const rule = ruleFor(event.type) ?? toRoles(admins)
  return { roles: admins, userIds: [], ...rule(event), told, lost: lostIn(event), departments: departmentsIn(event) }
}

export function ruleFor(type: string): Rule | undefined {
  return exceptions[type] ?? rules[type.split('.', 1)[0]!]
}

/** Which contact or conversation has to be known to say who hears of it. */
export function placeOf(event: Event): Place | undefined {
  return ruleFor(event.type)?.(event).place
}

/** Those who give something away say in the event whose it was. */
function lostIn(event: Event): Audience['lost'] {
  const [noun = ''] = event.type.split('.', 1)
  if (sharedNouns.has(noun)) return event.data['wasShared'] === true ? { told: hiddenIn(event, noun) } : undefined
  if (noun !== 'conversation' && noun !== 'contact') return undefined
  const before = belongingIn(event, 'previousUserId', 'previousAssignees')
  if (before.userId === null && before.assignees.length === 0) return undefined
  return { before, told: hiddenIn(event, noun) }
}

/** Everybody's, or of one person alone. */
const sharedNouns = new Set(['view', 'template'])
/** After these it is the source that is gone, and that the event says whose it was. */
const swallowing = new Set(['contact.merged', 'conversation.merged'])

function hiddenIn({ type, position, subjectId, data }: Event, noun: string): readonly [Telling] {
  const id = swallowing.has(type) ? data['sourceId'] : subjectId
  return [{ type: `${noun}.hidden`, position, subjectId: id } as Telling]
}

function departmentsIn({ type, data }: Event): string[] {
  const before = data['previousDepartmentId']
  return type.startsWith('user.') && before !== undefined ? textsIn([before, data['departmentId']]) : []
}

function placed(noun: Place['noun'], id: unknown): Place | undefined {
  return typeof id === 'string' ? { noun, id } : undefined
}

function belongingIn({ data }: Event, owner: string, assignees: string): Belonging {
  return { userId: textsIn(data[owner])[0] ?? null, assignees: textsIn(data[assignees]) }
}

function textsIn(value: unknown): string[] {
  return [value].flat().filter((each) => typeof each === 'string')
}
