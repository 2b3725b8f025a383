export const aheadTexts = {
  section: 'Composer',
  keyReply: 'Reply',
  keyNote: 'Add an internal note',
}
