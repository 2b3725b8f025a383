import { plural } from '../ui/format.ts'

const contacts = (count: number) => plural(count, { one: '# contact', other: '# contacts' })
const were = (count: number, rest: string) =>
  `${contacts(count)} ${plural(count, { one: 'was', other: 'were' })} ${rest}`

/** What is said of actions on many contacts. */
export const bulkTexts = {
  add: 'Add',
  assigned: (count: number, name: string) => `${name} was assigned to ${contacts(count)}.`,
  assigning: 'Assigning',
  bar: 'Actions for the selected contacts',
  command: (name: string) => `${name} for the selected contacts`,
  deleted: (count: number) => `${were(count, 'deleted')}.`,
  deleteQuestion: (count: number) => `Delete ${contacts(count)}?`,
  deleting: 'Deleting',
  gathering: 'Finding all that match',
  given: (count: number, name: string) => `${name} owns ${contacts(count)} now.`,
  givingAway: 'Changing the owner',
  remove: 'Remove',
  settingStatus: 'Setting the status',
  statusSet: (count: number, status: string) => `${contacts(count)} moved to ${status}.`,
  tagged: (count: number, tag: string) => `${were(count, 'tagged')} ${tag}.`,
  tagging: 'Changing tags',
  unassigned: (count: number, name: string) => `${name} was removed from ${contacts(count)}.`,
  undone: 'Taken back.',
  untagged: (count: number, tag: string) => `${tag} was removed from ${contacts(count)}.`,
}
