import { plural } from '../ui/format.ts'
import type { Kind, Way } from './choices.ts'

export const texts = {
  title: 'Notifications',
  bell: (unseen: number) =>
    unseen === 0 ? 'Notifications' : plural(unseen, { one: 'Notifications: # new', other: 'Notifications: # new' }),
  none: 'Nothing new',
  noneHint: 'Mentions, reminders and what you asked to be told of appear here.',
  more: 'Show more',
  remove: 'Remove',
  newMessage: (name: string) => `New message from ${name}`,
  newMessages: (count: number) =>
    plural(count, {
      one: '# of your conversations has new messages',
      other: '# of your conversations have new messages',
    }),
  file: 'A file',
  desktop: 'Show on the desktop',
  desktopDenied: 'Your browser blocks notifications of this site.',
  sound: 'Play a sound',

  browser: 'In this browser',
  browserAbout:
    'How it tells you of news while Tether is open in it. Of a conversation that you are looking at it says nothing.',
  kinds: 'News',
  kindNames: {
    message: 'Messages in my conversations',
    assignment: 'Assignments',
    mention: 'Mentions',
    reminder: 'Reminders',
    other: 'Results of imports and the like',
  } satisfies Record<Kind, string>,
  ways: { desktop: 'Desktop', sound: 'Sound' } satisfies Record<Way, string>,
  kindBy: (kind: string, way: string) => `${kind}: ${way}`,
}
