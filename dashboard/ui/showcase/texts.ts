export const texts = {
  title: 'Design system',
  introduction:
    'The pieces of which every page is made, in all their states. They know nothing of what the product does; they only know how it looks, how it answers and how it is read aloud.',
  sections: 'Sections',
  theme: 'Theme',
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  density: 'Density',
  comfortable: 'Comfortable',
  compact: 'Compact',
  colours: {
    title: 'Colours',
    description:
      'Neutral greys and one accent. Names say what a colour is for; every text stands out by 4.5 to 1 in both themes.',
  },
  text: {
    title: 'Text',
    description: 'The system’s own typeface at 13 and 14 pixels; hierarchy by weight and grey before size.',
  },
  buttons: {
    title: 'Buttons',
    description: 'One primary button in a view. What cannot be undone is red and asks first.',
  },
  fields: { title: 'Fields', description: 'A label above, a hint below, and an error that says what to do.' },
  choices: { title: 'Choices', description: 'Few options are seen at once, many are searched.' },
  files: {
    title: 'Files and colours',
    description: 'Drop, paste or choose; what cannot be taken is refused before it is sent.',
  },
  overlays: { title: 'Overlays', description: 'They take the focus, give it back, and close with Escape.' },
  feedback: { title: 'Feedback', description: 'Every press answers at once; what takes longer says how far it is.' },
  states: { title: 'States', description: 'Empty, loading, failed and not allowed are written, not left blank.' },
  people: { title: 'People and marks', description: 'Initials keep their colour; shape says what colour says.' },
  lists: {
    title: 'Lists and tables',
    description: 'Ten thousand rows as light as ten; one stop of the Tab key, arrows within.',
  },
}
