import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newOrganization, until } from '../../test/factories.ts'
import { readBearer } from '../identity/authentication.ts'
import { createTokens } from '../identity/tokens.ts'
import { openDatabase } from '../platform/database.ts'
import { Follower } from '../platform/live/follower.ts'
import type { Listener } from './listener.ts'
import { Rechecks } from './rechecks.ts'
import { UserListener } from './user-listener.ts'

const { app, db, databaseUrl, signals, log, config } = await startApp()
const tokens = createTokens(config.jwtSecret)

let isDown = false
const shaky = openDatabase({
  url: databaseUrl,
  connections: 1,
  plugins: [
    {
      transformQuery({ node }) {
        if (isDown) throw new Error('The database is away.')
        return node
      },
      transformResult: ({ result }) => Promise.resolve(result),
    },
  ],
})
after(() => shaky.destroy())

test('a token that died without a word is noticed all the same', async () => {
  const { follower, endTokens, codes } = await newListener()
  const rechecks = new Rechecks({ db, tokens, signals, log }, none, { ...pace, ticks: 1, tickMilliseconds: 10 })
  rechecks.watch(follower)
  await endTokens()
  await until(() => Promise.resolve(codes.length > 0), 'the end')
  assert.deepEqual(codes, ['signed_out'])
  rechecks.leave(follower)
})

test('whoever could not be asked about is asked about again', async () => {
  const { follower, endTokens, codes } = await newListener()
  await endTokens()
  isDown = true
  const rechecks = new Rechecks({ db: shaky, tokens, signals, log }, none, pace)
  rechecks.watch(follower)
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.deepEqual(codes, [])
  isDown = false
  await until(() => Promise.resolve(codes.length > 0), 'the end')
  rechecks.leave(follower)
})

const pace = { ticks: 300, tickMilliseconds: 1000, retryMilliseconds: 10 }
const none = { followers: () => [] }

async function newListener() {
  const ada = await newOrganization(app)
  const { actor, expiresAt } = await readBearer(db, tokens, ada.token)
  const codes: string[] = []
  const door = {
    tell: () => undefined,
    beat: () => undefined,
    isFull: () => false,
    whenTaken: () => undefined,
    end: ({ code }: { code: string }) => void codes.push(code),
  }
  const follower = new Follower<Listener>(new UserListener(ada.token, actor, expiresAt), door, 0)
  const endTokens = () =>
    db
      .updateTable('users')
      .set((eb) => ({ tokenEpoch: eb('tokenEpoch', '+', 1) }))
      .where('organizationId', '=', ada.user.organizationId)
      .where('id', '=', ada.user.id)
      .execute()
  return { follower, endTokens, codes }
}
