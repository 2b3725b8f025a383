export const texts = {
  palette: 'What to do',
  placeholder: 'Type what to do, or a name',
  nothing: 'Nothing of that name.',
  people: 'Contacts',
  noName: 'Without a name',
  keys: 'Keys',
  keysHint: 'Single keys work while you are not writing. Change them, or switch them off, in your profile.',
  keysOff: 'Single keys are switched off in your profile.',
}
