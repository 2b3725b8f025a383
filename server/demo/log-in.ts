import { createHmac } from 'node:crypto'

import { isPassword } from '../identity/passwords.ts'
import type { Database } from '../platform/database.ts'
import { demoEmail, lines } from './cast.ts'

export interface DemoLogIn {
  email: string
  password: string
}

const letters = 'abcdefghijkmnpqrstuvwxyz23456789'

/** Made from the installation's own key: the same at every start and in every process, and kept nowhere. */
export function demoLogIn({ encryptionKey }: { encryptionKey: string }): DemoLogIn {
  const bytes = createHmac('sha256', encryptionKey).update('the password of the demo organization').digest()
  const password = [...bytes.subarray(0, 12)].map((byte) => letters[byte % letters.length]).join('')
  return { email: demoEmail, password: password.replace(/(....)(?=.)/g, '$1-') }
}

/** Finds the demo as long as it is there and its password is still the one that was given out. */
export function findDemo(
  db: Database,
  config: { encryptionKey: string },
): () => Promise<(DemoLogIn & { number: string }) | undefined> {
  const logIn = demoLogIn(config)
  let checked: { hash: string; isStillValid: boolean } | undefined
  return async () => {
    const hash = await demoHash(db)
    if (hash === undefined) return undefined
    // Checking costs as much as a log-in: once for each password is enough.
    if (checked?.hash !== hash) checked = { hash, isStillValid: await isPassword(hash, logIn.password) }
    return checked.isStillValid ? { ...logIn, number: lines[0].identifier } : undefined
  }
}

/** The key of the webchat that the demonstration page shows; undefined where the demo, or its webchat, is gone. */
export async function findDemoKey(db: Database): Promise<string | undefined> {
  const login = await db.selectFrom('logins').selectAll().where('email', '=', demoEmail).executeTakeFirst()
  if (!login) return undefined
  const channel = await db
    .selectFrom('channels')
    .select('identifier')
    .where('organizationId', '=', login.organizationId)
    .where('type', '=', 'webchat')
    .where('deletedAt', 'is', null)
    .where('disabledAt', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return channel?.identifier
}

async function demoHash(db: Database): Promise<string | undefined> {
  const login = await db.selectFrom('logins').selectAll().where('email', '=', demoEmail).executeTakeFirst()
  if (!login) return undefined
  const user = await db
    .selectFrom('users')
    .select('passwordHash')
    .where('organizationId', '=', login.organizationId)
    .where('id', '=', login.userId)
    .where('disabledAt', 'is', null)
    .executeTakeFirst()
  return user?.passwordHash
}
