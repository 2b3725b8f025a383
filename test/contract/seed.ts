import type { TestApp } from '../app.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization, until } from '../factories.ts'
import type { Person } from '../factories.ts'

/** An organization in which nothing that the pages show is missing, and what to write for the pages' placeholders. */
export interface Seed {
  admin: Person
  placeholders: Record<string, string>
}

const contactCount = 12

export async function seed({ app }: TestApp, baseUrl: string): Promise<Seed> {
  const admin = await newOrganization(app, { fullName: 'John Doe' })
  const rep = await newColleague(app, admin, 'SALES_REP', { fullName: 'Sales Rep' })
  const channel = await newChannel(admin)
  let contactId = ''
  let conversationId = ''
  for (let number = 0; number < contactCount; number++) {
    const contact = await newContact(admin, {
      firstName: 'Jane',
      lastName: 'Smith',
      email: `jane.smith.${number}@example.com`,
      process: 'Sales Agent',
      source: 'CSV Upload',
      userId: rep.user.id,
      assignees: [rep.user.id],
    })
    const inbound = await newInbound(admin, channel, { from: contact.phoneNumber, body: 'Hello, I am interested' })
    contactId = contact._id
    conversationId = inbound.conversationId
  }
  await answer(admin, conversationId)
  return {
    admin,
    placeholders: {
      'https://your-tether-instance.com': baseUrl,
      'your-email@example.com': admin.user.email,
      'your-password': admin.password,
      '{your-token}': admin.token,
      '{token}': admin.token,
      '507f1f77bcf86cd799439011': contactId,
      '507f1f77bcf86cd799439013': rep.user.id,
      '507f1f77bcf86cd799439030': conversationId,
    },
  }
}

async function answer(admin: Person, conversationId: string): Promise<void> {
  const sent = await admin.call('POST', '/api/messages/send', { conversationId, content: 'Great! I can help you.' })
  await until(async () => {
    const message = await admin.call('GET', `/api/messages/${sent.json()._id}`)
    return message.json().status === 'delivered'
  }, 'the answer to be delivered')
}
