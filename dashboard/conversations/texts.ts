import { list as listed, number, plural } from '../ui/format.ts'
import type { Act } from './acts/acts.ts'
import { shortMoment } from './moments.ts'
import type { SnoozeName } from './acts/snooze-times.ts'
import type { StandingView } from './filters/filters.ts'

const conversations = (count: number) => plural(count, { one: '# conversation', other: '# conversations' })

export const texts = {
  section: 'Conversations',
  inbox: 'Inbox',
  list: 'Conversations',
  notFound: 'There is no such conversation, or it is not yours to see.',
  notDone: 'That could not be done. Try again.',
  undo: 'Undo',
  undone: 'Undone',
  undoLast: 'Undo the last change',

  views: 'Views',
  moreViews: 'All views',
  standing: {
    mine: 'Mine',
    unassigned: 'Unassigned',
    all: 'All',
    mentions: 'Mentions',
    following: 'Following',
    unread: 'Unread',
    waiting: 'Waiting',
    snoozed: 'Snoozed',
    resolved: 'Resolved',
  } satisfies Record<StandingView, string>,
  count: (count: number, isExact: boolean) => (isExact ? number(count) : `${number(count)}+`),
  countOf: (view: string, count: string) => `${view}, ${count}`,
  ownViews: 'My views',
  sharedViews: 'Shared views',
  viewMissing: 'This view is not there',
  viewMissingText: 'It was deleted, or whoever saved it no longer shares it.',
  showAll: 'Show all conversations',
  saveView: 'Save as view',
  saveNewView: 'Save as new view',
  saveViewTitle: 'Save this view',
  saveViewText: 'It keeps the filters and the order that you see now.',
  saveChanges: 'Save changes to this view',
  viewSaved: (name: string) => `Saved “${name}”`,
  viewName: 'Name',
  shareView: 'Share with everybody in the organization',
  shareViewHint: 'Each of them sees in it what they may see.',
  save: 'Save',
  cancel: 'Cancel',
  editView: 'Rename or share',
  editViewTitle: 'Change this view',
  pin: 'Pin beside the tabs',
  unpin: 'Unpin',
  pinView: (name: string) => `Pin “${name}” beside the tabs`,
  deleteView: 'Delete view',
  deleteViewQuestion: (name: string) => `Delete the view “${name}”?`,
  deleteViewText: 'The conversations in it stay. If it is shared, it goes for everybody.',
  delete: 'Delete',
  viewActions: (name: string) => `Actions for the view “${name}”`,

  search: 'Search conversations',
  searchPeople: 'People',
  searchMessages: 'Messages',
  searchIn: 'Search in',
  searchEverywhere: 'Search in all conversations',

  sort: 'Order',
  sorts: { newest: 'Newest first', oldest: 'Oldest first', waiting: 'Longest waiting first' },
  filter: 'Filter',
  filters: 'Filters',
  filterCount: (count: number) => plural(count, { one: '# filter', other: '# filters' }),
  clearFilters: 'Clear all',
  filterNames: {
    state: 'State',
    channelType: 'Channel type',
    channelId: 'Channel',
    assignee: 'Assignee',
    owner: 'Owner of the contact',
    unread: 'Unread',
    waiting: 'Waiting',
    waitingMinutes: 'Waiting at least',
    optedOut: 'Opted out',
    mentioned: 'Mentions me',
    followed: 'Followed by me',
    tag: 'Tag',
    status: 'Stage',
    where: 'Conditions',
  },
  anything: 'Any',
  states: { open: 'Open', snoozed: 'Snoozed', resolved: 'Resolved', all: 'All' },
  channelTypes: { sms: 'SMS', facebook: 'Messenger', webchat: 'Webchat' } as Record<string, string>,
  me: 'Me',
  nobody: 'Nobody',
  somebody: 'Somebody who left',
  unknownChannel: 'A channel that is gone',
  yesNo: {
    unread: { true: 'Unread', false: 'Read' },
    waiting: { true: 'Waiting for an answer', false: 'Not waiting' },
    optedOut: { true: 'Opted out', false: 'Not opted out' },
    mentioned: { true: 'Mentions me', false: 'Does not mention me' },
    followed: { true: 'Followed by me', false: 'Not followed by me' },
  },
  where: {
    edit: 'Combine conditions',
    title: 'Combine conditions',
    text: 'A conversation is shown when it fits what you say here, and the other filters.',
    chip: (count: number) => plural(count, { one: '# condition', other: '# conditions' }),
    change: 'Change the conditions',
    groups: 'How the groups are joined',
    matchGroups: { all: 'Fits all groups', any: 'Fits any group' },
    group: (place: number) => `Group ${place}`,
    conditions: (place: number) => `How the conditions of group ${place} are joined`,
    matchConditions: { all: 'All of these', any: 'Any of these' },
    addGroup: 'Add a group',
    addCondition: 'Add a condition',
    standing: 'Conversation',
    own: 'Fields of the contact',
    what: 'What is asked',
    how: 'Whether it is so',
    is: 'is',
    not: 'is not',
    value: 'What it is',
    choose: 'Choose',
    yesNo: { true: 'Yes', false: 'No' },
    remove: 'Remove this condition',
    apply: 'Show',
  },
  duration: (minutes: number) => {
    if (minutes < 60) return plural(minutes, { one: '# minute', other: '# minutes' })
    if (minutes % 1440 === 0) return plural(minutes / 1440, { one: '# day', other: '# days' })
    return plural(minutes / 60, { one: '# hour', other: '# hours' })
  },
  chip: (name: string, value: string) => `${name}: ${value}`,
  removeFilter: (name: string) => `Remove the filter ${name}`,

  empty: {
    mine: ['Nothing is assigned to you', 'What is given to you, or what you take, stands here.'],
    unassigned: ['Everything is assigned', 'What nobody has taken yet stands here.'],
    all: ['No open conversations', 'When somebody writes, it stands here.'],
    mentions: ['Nobody mentioned you', 'Conversations with a note that mentions you stand here.'],
    following: ['You follow nothing', 'What you follow stands here, whoever it belongs to.'],
    unread: ['Nothing unread', 'You have seen everything.'],
    waiting: ['Nobody waits', 'Everybody has had an answer.'],
    snoozed: ['Nothing is snoozed', 'What you put off stands here until it comes back.'],
    resolved: ['Nothing is resolved yet', 'What is done with stands here.'],
  } satisfies Record<StandingView, readonly [string, string]>,
  nothingMatches: 'Nothing matches',
  nothingMatchesText: 'Try other words or fewer filters.',
  loading: 'Loading conversations',

  named: (name: string) => `${name} (you)`,
  youSaid: (text: string) => `You: ${text}`,
  noMessage: 'No messages yet',
  attachment: 'Attachment',
  draft: 'Draft',
  failed: 'Not sent',
  unreadCount: (count: number) => plural(count, { one: '# unread message', other: '# unread messages' }),
  unread: 'Marked as unread',
  waitsFor: (time: string) => `Waiting ${time}`,
  waitsSince: (time: string) => `Waiting for an answer since ${time}`,
  snoozedUntil: (time: string) => `Snoozed until ${time}`,
  backFromSnooze: (time: string) => `Snoozed until ${time}`,
  resolved: 'Resolved',
  optedOut: 'Opted out',
  gone: 'No longer in this view',
  assignedTo: (names: string[]) => `Assigned to ${listed(names)}`,
  moreTags: (count: number) => `+${number(count)}`,
  newItems: (count: number) => plural(count, { one: '# new', other: '# new' }),
  showNewItems: (count: number) => plural(count, { one: 'Show # new conversation', other: 'Show # new conversations' }),

  select: (name: string) => `Select ${name}`,
  selected: (count: number) => `${number(count)} selected`,
  selectShown: 'Select all that are loaded',
  selectAll: (count: string) => `Select all ${count}`,
  allSelected: (count: string) => `All ${count} are selected`,
  collecting: 'Collecting',
  tooMany: (count: number) => `Only the first ${number(count)} were selected.`,
  clearSelection: 'Clear the selection',
  bulkBar: 'What to do with the selected conversations',
  working: (done: number, all: number) => `${number(done)} of ${number(all)}`,

  next: 'Next conversation',
  previous: 'Previous conversation',
  open: 'Open the conversation',
  assign: 'Assign',
  assignTo: 'Assign to',
  assignToMe: 'Assign to me',
  unassign: 'Unassign everybody',
  assignees: 'Assignees',
  unassigned: 'Unassigned',
  resolve: 'Resolve',
  reopen: 'Reopen',
  snooze: 'Snooze',
  wake: 'Wake now',
  wakeUntil: (time: string) => `Snoozed until ${time}`,
  snoozeTimes: {
    laterToday: 'Later today',
    thisEvening: 'This evening',
    tomorrow: 'Tomorrow',
    nextWeek: 'Next week',
  } satisfies Record<SnoozeName, string>,
  customTime: 'Another time',
  snoozeUntil: 'Snooze until',
  snoozeWords: 'In words',
  snoozeWordsHint: 'Such as tomorrow 9, next friday, in 3 hours',
  snoozeUnclear: 'That is not understood. Try tomorrow 9, or choose below.',
  snoozeFor: (time: string) => `Snooze: ${time}`,
  newTab: 'Open in a new tab',
  stage: 'Stage of the contact',
  stagePlaceholder: 'Find a stage',
  moved: (count: number, stage: string) =>
    plural(count, { one: `# contact moved to ${stage}`, other: `# contacts moved to ${stage}` }),
  snoozePast: 'Choose a time in the future, within a year.',
  markUnread: 'Mark as unread',
  markRead: 'Mark as read',
  tag: 'Tag',
  tags: 'Tags',
  tagPlaceholder: 'Find or make a tag',
  removeTag: (tag: string) => `Remove the tag ${tag}`,
  follow: 'Follow',
  unfollow: 'Unfollow',
  copyLink: 'Copy link',
  linkCopied: 'The link is copied',
  copyFailed: 'The link could not be copied',
  deleteConversation: 'Delete conversation',
  deleteQuestion: (name: string) => `Delete the conversation with ${name}?`,
  deleteText: 'All its messages go with it. The contact stays.',
  deleted: 'The conversation is deleted',
  more: 'More actions',
  back: 'Back to the list',
  showPanel: 'Show the contact',
  hidePanel: 'Hide the contact',
  header: 'Conversation',
  looking: (names: string[]) => `${listed(names)} ${names.length === 1 ? 'is' : 'are'} looking too`,
  lookingVisitor: 'The visitor is on the page',

  done: (act: Act, count: number): string => {
    const what = conversations(count)
    switch (act.kind) {
      case 'resolve':
        return count === 1 ? 'Resolved' : `Resolved ${what}`
      case 'reopen':
        return count === 1 ? 'Reopened' : `Reopened ${what}`
      case 'snooze':
        return `${count === 1 ? 'Snoozed' : `Snoozed ${what}`} until ${shortMoment(act.until)}`
      case 'unsnooze':
        return count === 1 ? 'Woken' : `Woke ${what}`
      case 'see':
        return count === 1 ? 'Marked as read' : `Marked ${what} as read`
      case 'unsee':
        return count === 1 ? 'Marked as unread' : `Marked ${what} as unread`
      case 'follow':
        return count === 1 ? 'You follow this conversation' : `You follow ${what}`
      case 'unfollow':
        return count === 1 ? 'You no longer follow this conversation' : `You no longer follow ${what}`
      case 'assign': {
        const names = act.assignees.map(({ fullName }) => fullName)
        const to = names.length > 0 ? `to ${listed(names)}` : 'to nobody'
        return count === 1 ? `Assigned ${to}` : `Assigned ${what} ${to}`
      }
      case 'tag': {
        const tags = listed([...act.add, ...act.remove])
        const verb = act.add.length > 0 ? 'Tagged' : 'Took a tag from'
        return count === 1 ? `${act.add.length > 0 ? 'Tagged' : 'Removed the tag'} ${tags}` : `${verb} ${what}: ${tags}`
      }
    }
  },
}
