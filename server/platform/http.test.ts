import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newOrganization } from '../../test/factories.ts'
import { buildWeb } from '../app.ts'
import { openDatabase, transact } from './database.ts'

const server = await startApp()
const { app, db } = server

test('a key that names the prototype is dropped, however it is written', async () => {
  const { token, user } = await newOrganization(app)
  for (const key of ['__proto__', String.raw`\u005f_proto__`, String.raw`__\u0070roto__`, String.raw`__prot\u006F__`]) {
    const answer = await app.inject({
      method: 'PUT',
      url: `/api/organizations/sections/${user.organizationId}`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      payload: `{"sections":[{"name":"One","properties":{"${key}":{"dataType":"string"}}}]}`,
    })
    assert.equal(answer.statusCode, 200, `${key} ${answer.body}`)
  }
})

test('text with escapes is read as ever', async () => {
  const { token } = await newOrganization(app)
  const answer = await app.inject({
    method: 'POST',
    url: '/api/contact',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    payload: String.raw`{"phoneNumber":"+14155552671","firstName":"\u005f\u0070\ud83d\ude00"}`,
  })
  assert.equal(answer.json().contact.firstName, '_p😀')
})

test('a request whose statement takes too long is given up, and the next one is served', async () => {
  const hurried = openDatabase({ url: server.databaseUrl, connections: 2, statementSeconds: 0.2 })
  const web = await buildWeb({ ...server, db: hurried })
  await web.ready()
  after(async () => {
    await web.close()
    await hurried.destroy()
  })
  const { token, user } = await newOrganization(app)
  const rename = () =>
    web.inject({
      method: 'PUT',
      url: '/api/organizations/user',
      headers: { authorization: `Bearer ${token}` },
      payload: { name: 'Another' },
    })
  const answer = await transact(db, async (trx) => {
    await trx.selectFrom('organizations').select('id').where('id', '=', user.organizationId).forUpdate().execute()
    return rename()
  })
  assert.deepEqual([answer.statusCode, answer.json().error.code], [503, 'took_too_long'])
  assert.equal((await rename()).statusCode, 200)
})
