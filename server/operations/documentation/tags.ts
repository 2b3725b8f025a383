/** In the order in which a newcomer needs them. */
export const tags = [
  { name: 'Log-in', description: 'Get a token, renew it, and register organizations and users.' },
  { name: 'Users', description: 'The people of your organization, their roles and their departments.' },
  {
    name: 'Organizations',
    description: 'Your organization: its address, hours, fields and rules; and all of them, for a SUPERADMIN.',
  },
  { name: 'Notifications', description: 'What you were told of.' },
  { name: 'Contacts', description: 'The people your organization talks with: list, search, create and change them.' },
  {
    name: 'Notes',
    description: 'What colleagues tell each other about a contact, what they are reminded of, and its documents.',
  },
  { name: 'Imports', description: 'Contacts from a file, to a file, and back as they were.' },
  { name: 'Conversations', description: 'The thread with one contact on one channel: assign it, resolve it, mark it.' },
  { name: 'Messages', description: 'What was said: read it, send more, and see what became of it.' },
  { name: 'Templates', description: 'Saved replies with variables, in categories.' },
  { name: 'Channels', description: 'The numbers and pages through which your organization is reached.' },
  {
    name: 'Webchat',
    description: 'The chat on your own site: set it up, and what its visitors call, known by their `webchatId` alone.',
  },
  { name: 'Simulator', description: 'Play the contact: try everything without an account at any provider.' },
  { name: 'Providers', description: 'Where providers deliver messages and receipts; every request must be signed.' },
  { name: 'Events', description: 'Everything that happened, in one order, to be read from a cursor.' },
  { name: 'Webhooks', description: 'Other programs that are told what happens, call by call, until they have it.' },
  { name: 'Reports', description: 'What happened, counted.' },
  { name: 'Operation', description: 'For whoever runs the server.' },
]
