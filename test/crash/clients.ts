import { setTimeout } from 'node:timers/promises'

import type { FakeMessage, FakeTwilio } from '../fake-twilio.ts'
import { newNumber } from '../factories.ts'
import type { Random } from './random.ts'

interface Accepted {
  id: string
  content: string
}

/** What the outside world did and was told, to be compared with what the server knows in the end. */
export interface World {
  url: string
  token: string
  channelNumber: string
  contacts: Array<{ id: string; phoneNumber: string }>
  fake: FakeTwilio
  random: Random
  isOver: boolean
  /** Sends that were answered with 200. */
  accepted: Accepted[]
  /** What contacts sent and the server said it has taken, by the provider's id. */
  acknowledged: Map<string, string>
}

/** Programs and contacts that write all the time, as well-behaved ones do: until they are answered. */
export async function keepWriting(world: World): Promise<void> {
  const writers = [
    ...Array.from({ length: 6 }, (_, index) => keepSending(world, index)),
    ...Array.from({ length: 4 }, (_, index) => contactsKeepWriting(world, index)),
    keepTelling(world),
  ]
  await Promise.all(writers)
}

async function keepSending(world: World, sender: number): Promise<void> {
  const { random, accepted } = world
  for (let count = 0; !world.isOver; count++) {
    const content = `out ${sender}-${count}`
    const body = JSON.stringify({ contactId: random.pick(world.contacts).id, content })
    const response = await untilAnswered(() =>
      fetch(`${world.url}/api/messages/send`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${world.token}`,
          'content-type': 'application/json',
          'idempotency-key': `key of ${content}`,
        },
        body,
      }),
    )
    if (response.status !== 200) throw new Error(`A send was refused: ${response.status} ${response.text}`)
    accepted.push({ id: (JSON.parse(response.text) as { _id: string })._id, content })
    await setTimeout(random.between(5, 80))
  }
}

async function contactsKeepWriting(world: World, writer: number): Promise<void> {
  const { random, fake } = world
  for (let count = 0; !world.isOver; count++) {
    const content = `in ${writer}-${count}`
    const MessageSid = `SM${writer}x${count}`
    const from = random.chance(0.2) ? newNumber() : random.pick(world.contacts).phoneNumber
    const form = { From: from, To: world.channelNumber, Body: content, MessageSid }
    const response = await untilAnswered(() => fake.sendInbound(world.url, form))
    if (response.status !== 200) throw new Error(`An inbound was refused: ${response.status} ${response.text}`)
    world.acknowledged.set(MessageSid, content)
    // Twilio now and then tells the same thing again, though it was answered.
    if (random.chance(0.1)) await fake.sendInbound(world.url, form).catch(() => undefined)
    await setTimeout(random.between(5, 80))
  }
}

/** The provider tells what became of each message: late, twice, out of order; and not again if nobody is there. */
async function keepTelling(world: World): Promise<void> {
  const { fake, random } = world
  const telling: Array<Promise<void>> = []
  for (let told = 0; !world.isOver || told < fake.messages.length;) {
    const message = fake.messages[told]
    if (message) telling.push(tell(fake, message, random))
    if (message) told++
    else await setTimeout(10)
  }
  await Promise.all(telling)
}

async function tell(fake: FakeTwilio, message: FakeMessage, random: Random): Promise<void> {
  const stories = [
    ['sent', 'delivered'],
    ['delivered', 'sent'],
    ['sent', 'sent', 'delivered'],
    ['delivered'],
    ['sent'],
    [],
  ]
  for (const status of random.pick(stories)) {
    await setTimeout(random.between(0, 150))
    const response = await fake.sendReceipt(message, status).catch(() => undefined)
    await response?.text().catch(() => undefined)
  }
}

/** The same request again until there is an answer that will not change by itself. */
async function untilAnswered(request: () => Promise<Response>): Promise<{ status: number; text: string }> {
  for (;;) {
    try {
      const response = await request()
      const text = await response.text()
      const isStillRunning = response.status === 409 && text.includes('request_in_progress')
      if (response.status < 500 && !isStillRunning) return { status: response.status, text }
    } catch {
      // Nobody there, or gone in the middle: it asks again.
    }
    await setTimeout(25)
  }
}
