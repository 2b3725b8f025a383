import sharp from 'sharp'

import { until } from '../factories.ts'
import { formOf } from '../files.ts'
import { importFile } from '../routes/import-file.ts'
import type { Caller } from './caller.ts'

/** The things of the demo that pages with an id in their address are shown with. */
export interface Examples {
  conversations: string[]
  contact: string
  import: string
  channels: string[]
  webhook: string
}

/** Puts into the demo organization what it lacks, so that no page of it is empty. */
export async function furnish(nora: Caller): Promise<Examples> {
  const { channels } = await nora.call<{ channels: Channel[] }>('GET', '/api/channels')
  const line = channels.find(({ type }) => type === 'sms')!
  const page = await nora.call<Channel>('POST', '/api/channels', {
    type: 'facebook',
    provider: 'simulator',
    name: 'Larkfield Motors',
    identifier: '104500000000123',
    settings: { deliverySeconds: 0 },
  })
  const talk = await longTalk(nora, line)
  const fromPage = await write(nora, page, '204500000000456', 'Is the blue one still there?', {
    name: 'Amélie Østergård',
  })
  const chat = channels.find(({ type }) => type === 'webchat')!
  const fromSite = await write(nora, chat, 'Sam Visitor', 'Hello, do you open on Sunday?')
  const busiest = await conversationWithTrouble(nora)
  await replies(nora)
  await duplicates(nora)
  return {
    conversations: [talk.conversationId, busiest, fromPage.conversationId, fromSite.conversationId],
    contact: talk.contactId,
    import: await importOf(nora),
    channels: [line._id, page._id, chat._id],
    webhook: await webhookOf(nora),
  }
}

interface Channel {
  _id: string
  type: string
  identifier: string
}

interface Written {
  conversationId: string
  contactId: string
}

function write(nora: Caller, { identifier }: Channel, from: string, body: string, more: object = {}): Promise<Written> {
  return nora.call('POST', '/api/simulator/inbound', { from, to: identifier, body, ...more })
}

/** With a picture, a document, a sound, a note, an answer, and something that is to be sent tomorrow. */
async function longTalk(nora: Caller, line: Channel): Promise<Written> {
  const from = '+12625550177'
  const keys = await uploaded(nora)
  const talk = await write(nora, line, from, 'Good morning! Here are the papers and a picture of the dent.', {
    name: 'Wilhelmina Featherstonehaugh-Montgomery',
    attachments: keys,
  })
  const { conversationId } = talk
  await write(nora, line, from, 'See https://example.com/cars/4711?colour=blue — I could come on Tuesday at 9.')
  await nora.call('POST', '/api/messages/send', { conversationId, content: 'Tuesday at 9 is fine. See you then.' })
  const content = 'Marcus knows her: she bought the van last year.'
  await nora.call('POST', `/api/conversation/${conversationId}/notes`, { content, mentions: [], attachments: [] })
  await nora.call('POST', '/api/conversations/tag', { ids: [conversationId], add: ['trade-in', 'urgent'], remove: [] })
  const scheduledAt = new Date(Date.now() + 86_400_000).toISOString()
  await nora.call('POST', '/api/messages/send', { conversationId, content: 'Do not forget the keys.', scheduledAt })
  await nora.call('POST', '/api/contact-notes', {
    contactId: talk.contactId,
    note: 'Prefers to be called after five.',
    mentions: [],
    attachments: [],
  })
  return talk
}

async function uploaded(nora: Caller): Promise<string[]> {
  const dent = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#7d93a6' } })
    .composite([
      { input: Buffer.from('<svg width="300" height="300"><circle cx="150" cy="150" r="140" fill="#40505c"/></svg>') },
    ])
    .jpeg()
    .toBuffer()
  const form = formOf('files', [
    ['dent.jpg', dent],
    ['papers of the car, both sides.pdf', smallPdf],
    ['voice.wav', silence],
  ])
  const { files } = await nora.call<{ files: Array<{ key: string }> }>('POST', '/api/upload', form)
  return files.map(({ key }) => key)
}

async function conversationWithTrouble(nora: Caller): Promise<string> {
  const { messages } = await nora.call<{ messages: Array<{ conversationId: string }> }>(
    'GET',
    '/api/messages?status=failed',
  )
  return messages[0]!.conversationId
}

async function replies(nora: Caller): Promise<void> {
  const { slug: category } = await nora.call<{ slug: string }>('POST', '/api/user/template-categories', {
    name: 'Appointments',
  })
  const texts = {
    Hours: 'We are open Monday to Saturday from 9 to 6. Come by any time, {{firstName|there}}.',
    'Test drive': 'Hello {{firstName|there}}, your test drive is booked. Bring your license. {{agentName}}',
  }
  for (const [name, template] of Object.entries(texts))
    await nora.call('POST', '/api/user/sms-templates', { name, template, type: 'sms', category, isShared: true })
}

async function duplicates(nora: Caller): Promise<void> {
  for (const phoneNumber of ['+12625550161', '+12625550162'])
    await nora.call('POST', '/api/contact', {
      phoneNumber,
      firstName: 'Rosalind',
      lastName: 'Featherston',
      email: 'rosalind@example.com',
    })
}

async function importOf(nora: Caller): Promise<string> {
  const rows = 'Phone,First name,Last name\n+12625550171,Ida,Berg\n+12625550172,Omar,Haddad\nnot a number,No,Body\n'
  const { _id } = await nora.call('POST', '/api/contacts/imports', importFile(rows, 'fair in march.csv'))
  const mapping = ['phoneNumber', 'firstName', 'lastName'].map((field, column) => ({ column, field }))
  await nora.call('POST', `/api/contacts/imports/${_id}/start`, { mapping, duplicates: 'skip' })
  await until(
    async () => (await nora.call<{ status: string }>('GET', `/api/contacts/imports/${_id}`)).status === 'completed',
    'the import',
  )
  return _id
}

async function webhookOf(nora: Caller): Promise<string> {
  const fields = { url: 'https://hooks.invalid/tether', description: 'Ledger', types: ['message.*'] }
  const { _id } = (await nora.call<{ webhook: { _id: string } }>('POST', '/api/webhooks', fields)).webhook
  await nora.call('POST', `/api/webhooks/${_id}/test`, {})
  return _id
}

const smallPdf = Buffer.from(
  `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>endobj
trailer<</Root 1 0 R>>
%%EOF`,
)

/** A quarter of a second of nothing, at 8 kHz. */
const silence = wav(Buffer.alloc(2000, 128))

function wav(samples: Buffer): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(8000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}
