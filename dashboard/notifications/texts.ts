import { plural } from '../ui/format.ts'

export const texts = {
  title: 'Notifications',
  bell: (unseen: number) =>
    unseen === 0 ? 'Notifications' : plural(unseen, { one: 'Notifications: # new', other: 'Notifications: # new' }),
  none: 'Nothing new',
  noneHint: 'Mentions, reminders and what you asked to be told of appear here.',
  more: 'Show more',
  remove: 'Remove',
  newMessage: (name: string) => `New message from ${name}`,
  desktop: 'Show on the desktop',
  desktopDenied: 'Your browser blocks notifications of this site.',
  sound: 'Play a sound',
}
