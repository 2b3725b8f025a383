import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization, password } from '../../test/factories.ts'
import { connect, listen } from '../../test/live.ts'

const { app } = await startApp()
const url = await listen(app)

test('a page of ours listens with its cookie and its token, and is told when it has logged out', async () => {
  const admin = await newOrganization(app)
  const { cookie, csrfToken } = await begin(admin.user.email)
  const ear = await connect(url, { cookie, origin: url })
  after(() => ear.close())
  ear.say({ type: 'hello', csrfToken })
  await ear.untilType('welcome')
  await newContact(admin)
  await ear.untilType('contact.created')

  await app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie, 'x-csrf-token': csrfToken } })
  await ear.untilType('closed')
  assert.equal(ear.closed?.code, 4401)
})

test('the cookie alone opens nothing, nor does the token alone, nor both from a page of others', async () => {
  const { cookie, csrfToken } = await begin((await newOrganization(app)).user.email)
  for (const [headers, hello] of [
    [{ cookie }, {}],
    [{ cookie }, { csrfToken: 'guessed' }],
    [{}, { csrfToken }],
  ] as const) {
    const ear = await connect(url, headers)
    ear.say({ type: 'hello', ...hello })
    await ear.untilType('closed')
    assert.equal(ear.closed?.code, 4401)
  }
  await assert.rejects(connect(url, { cookie, origin: 'https://evil.example' }), /403/)
})

async function begin(email: string): Promise<{ cookie: string; csrfToken: string }> {
  const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { email, password } })
  const cookie = String(answer.headers['set-cookie']).split(';', 1)[0]!
  return { cookie, csrfToken: answer.json().csrfToken as string }
}
