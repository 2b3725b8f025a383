/** A demo organization that everybody may know of, with a simulated number of its own. */
export interface Demo {
  email: string
  password: string
  number: string
}

export interface Step {
  title: string
  /** HTML. */
  text: string
  command: string
}

const contactNumber = '+12025550123'

/** From nothing to a contact who writes and is answered: commands that work when copied, one after another. */
export function stepsAt(url: string, demo: Demo | undefined): Step[] {
  const { email, password, number } = demo ?? {
    email: 'you@example.com',
    password: 'your-password',
    number: '+12025550100',
  }
  return [
    {
      title: 'Log in',
      text: demo
        ? 'These are the demo organization’s email and password. The answer holds a token.'
        : 'The server printed its first email and password when it first started. The answer holds a token.',
      command: `curl -X POST ${url}/api/auth/login \\
  -H "Content-Type: application/json" \\
  -d '{"email": "${email}", "password": "${password}"}'`,
    },
    {
      title: 'List your contacts',
      text: 'Put the token where it says so, once; the lines below use it too.',
      command: `TOKEN="paste the token here"

curl -G ${url}/api/contacts \\
  -H "Authorization: Bearer $TOKEN" \\
  -d page=1 \\
  -d size=10`,
    },
    ...(demo ? [] : [simulatedNumber(url, number)]),
    {
      title: 'Receive a text message',
      text: demo
        ? `No phone is needed: the demo organization’s number <code>${number}</code> is simulated. Write to it as a contact would.`
        : 'Write to that number as a contact would. The contact and the conversation are made on the way.',
      command: post(url, '/api/simulator/inbound', {
        from: contactNumber,
        to: number,
        body: 'Hello, are you open on Saturday?',
      }),
    },
    {
      title: 'Answer it',
      text: 'The <code>conversationId</code> stands in the last answer.',
      command: post(url, '/api/messages/send', {
        conversationId: 'paste the conversationId here',
        content: 'We are, from 9 to 5.',
      }),
    },
    {
      title: 'Look at the phone',
      text: 'It received your answer, and the message is <code>delivered</code>.',
      command: `curl -G ${url}/api/simulator/messages \\
  -H "Authorization: Bearer $TOKEN" \\
  -d to=${encodeURIComponent(contactNumber)}`,
    },
  ]
}

function simulatedNumber(url: string, number: string): Step {
  return {
    title: 'Make a simulated number',
    text: 'No account at a provider is needed to try text messages. This number is simulated, with the phones behind it.',
    command: post(url, '/api/channels', {
      type: 'sms',
      provider: 'simulator',
      name: 'Simulated line',
      identifier: number,
    }),
  }
}

function post(url: string, path: string, body: Record<string, string>): string {
  const fields = Object.entries(body).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  return `curl -X POST ${url}${path} \\
  -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{
${fields.join(',\n')}
  }'`
}
