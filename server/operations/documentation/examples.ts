interface Example {
  summary: string
  value: unknown
}

/** Bodies that work when copied, ids apart; by operation. */
export const examples: Record<string, Record<string, Example>> = {
  logIn: {
    password: { summary: 'With a password', value: { email: 'you@example.com', password: 'your-password' } },
  },
  register: {
    colleague: {
      summary: 'A colleague, with the token of an ADMIN',
      value: {
        email: 'maya@example.com',
        password: 'at least 8 characters',
        fullName: 'Maya Lindgren',
        accessRole: 'SALES_REP',
      },
    },
    organization: {
      summary: 'An organization, without a token',
      value: {
        email: 'you@example.com',
        password: 'at least 8 characters',
        fullName: 'John Doe',
        organizationName: 'Acme',
        country: 'US',
      },
    },
  },
  addOrganization: {
    organization: {
      summary: 'An organization with its first ADMIN',
      value: {
        name: 'Acme Realty',
        phoneNumber: '+1 312 555 0100',
        country: 'US',
        timezone: 'America/Chicago',
        admin: { email: 'maya@example.com', password: 'at least 8 characters', fullName: 'Maya Lindgren' },
      },
    },
  },
  updateBusinessHours: {
    saturdays: {
      summary: 'Open on Saturdays, closed at Christmas',
      value: {
        timezone: 'America/Chicago',
        businessHours: { saturday: { enabled: true, start: '10:00', end: '14:00' } },
        holidays: [{ date: '2030-12-25', label: 'Christmas' }],
      },
    },
  },
  replaceSections: {
    deal: {
      summary: 'A section with two fields',
      value: {
        sections: [
          {
            name: 'Deal',
            properties: {
              budget: { name: 'Budget', dataType: 'number' },
              plan: { name: 'Plan', dataType: 'select', options: ['gold', 'silver'] },
            },
          },
        ],
      },
    },
  },
  createContact: {
    contact: {
      summary: 'A contact',
      value: {
        phoneNumber: '+1 312 555 0123',
        firstName: 'Jane',
        lastName: 'Smith',
        email: 'jane.smith@example.com',
        source: 'Website',
      },
    },
    number: { summary: 'A number is enough', value: { phoneNumber: '(312) 555-0124' } },
  },
  createChannel: {
    simulator: {
      summary: 'A simulated number, to try things out',
      value: { type: 'sms', provider: 'simulator', name: 'Simulated line', identifier: '+12025550100' },
    },
    twilio: {
      summary: 'A number at Twilio',
      value: {
        type: 'sms',
        provider: 'twilio',
        name: 'Main line',
        identifier: '+13125550140',
        credentials: { accountSid: `AC${'0'.repeat(32)}`, authToken: 'the auth token of the account' },
        settings: { messagesPerSecond: 1 },
      },
    },
  },
  sendMessage: {
    conversation: {
      summary: 'Into a conversation',
      value: { conversationId: '507f1f77bcf86cd799439030', content: 'Great! I can help you with that.' },
    },
    contact: {
      summary: 'To a contact, where it was spoken with last',
      value: { contactId: '507f1f77bcf86cd799439011', content: 'Hello Jane, are you free on Saturday?' },
    },
    attachment: {
      summary: 'With a file that was uploaded',
      value: {
        contactId: '507f1f77bcf86cd799439011',
        content: 'This is the one.',
        attachments: ['507f1f77bcf86cd799439050'],
      },
    },
  },
  updateConversation: {
    assign: { summary: 'Assign it', value: { assignees: ['507f1f77bcf86cd799439013'] } },
    reopen: { summary: 'Reopen it', value: { isResolved: false } },
  },
  simulateInbound: {
    message: {
      summary: 'A contact writes',
      value: { from: '+12025550123', to: '+12025550100', body: 'Hello, are you open on Saturday?' },
    },
  },
}
