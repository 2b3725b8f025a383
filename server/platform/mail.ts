import { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'

import type { Config } from './config.ts'
import { transact } from './database.ts'
import type { Database, Trx } from './database.ts'
import { enqueue } from './jobs.ts'
import type { Tasks } from './jobs.ts'
import type { Vault } from './secrets.ts'

export interface Mail {
  to: string
  subject: string
  text: string
}

interface Asked {
  organizationId: string
  id: string
}

type MailConfig = Pick<Config, 'smtpUrl' | 'mailFrom'>

/**
 * Asks for a mail in the transaction that needs it; twice under one id is once. The text is sealed until it has left, since
 * there may be a key in it.
 */
export async function sendMail(trx: Trx, vault: Vault, { organizationId, id }: Asked, mail: Mail): Promise<void> {
  const inserted = await trx
    .insertInto('mails')
    .values({
      organizationId,
      id,
      recipient: mail.to,
      subject: mail.subject,
      body: vault.seal(mail.text),
      createdAt: new Date(),
    })
    .onConflict((conflict) => conflict.columns(['organizationId', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted) await enqueue(trx, 'send_mail', { organizationId, id })
}

export function mailTasks(db: Database, config: MailConfig, vault: Vault): Tasks {
  return { send_mail: (asked: Asked) => deliver(db, config, vault, asked) }
}

/** What certainly did not leave is tried again by the job. What may have left is not: rather no mail than two. */
async function deliver(db: Database, { smtpUrl, mailFrom }: MailConfig, vault: Vault, asked: Asked): Promise<void> {
  const mail = await claim(db, asked)
  if (!mail?.body) return
  if (!smtpUrl) return conclude(db, asked, { failedAt: new Date(), errorMessage: 'SMTP_URL is not set.', body: null })
  const text = vault.open(mail.body) as string
  const failure = await post(smtpUrl, {
    from: mailFrom,
    to: mail.recipient,
    subject: mail.subject,
    text,
    // The same at every try: a server that got it twice can tell.
    messageId: `<${asked.id}@tether>`,
  })
  if (!failure) return conclude(db, asked, { sentAt: new Date(), body: null })
  const { errorMessage, isFinal } = failure
  if (isFinal) return conclude(db, asked, { failedAt: new Date(), errorMessage, body: null })
  await conclude(db, asked, { startedAt: null, errorMessage })
  throw new Error(`The mail server did not take a mail: ${errorMessage}`)
}

interface Failure {
  errorMessage: string
  /** Refused for good, or broken off where it may have been taken. */
  isFinal: boolean
}

async function post(url: string, mail: Mail & { from: string; messageId: string }): Promise<Failure | undefined> {
  let hasBegun = false
  function* content(): Generator<string> {
    hasBegun = true
    yield mail.text
  }
  const transport = createTransport({ url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 })
  try {
    // Read only once the server has let us in: what fails before has certainly not left.
    await transport.sendMail({ ...mail, text: Readable.from(content()) })
    return undefined
  } catch (error) {
    const { responseCode, message } = error as Error & { responseCode?: number }
    const isFinal = responseCode === undefined ? hasBegun : responseCode >= 500
    return { errorMessage: message.slice(0, 500), isFinal }
  } finally {
    transport.close()
  }
}

// Whoever finds it started died while sending it, or is sending it now.
function claim(db: Database, { organizationId, id }: Asked) {
  return transact(db, (trx) =>
    trx
      .updateTable('mails')
      .set({ startedAt: new Date() })
      .where('organizationId', '=', organizationId)
      .where('id', '=', id)
      .where('startedAt', 'is', null)
      .returning(['recipient', 'subject', 'body'])
      .executeTakeFirst(),
  )
}

async function conclude(
  db: Database,
  { organizationId, id }: Asked,
  outcome: {
    sentAt?: Date
    failedAt?: Date
    startedAt?: null
    errorMessage?: string
    body?: null
  },
): Promise<void> {
  await db.updateTable('mails').set(outcome).where('organizationId', '=', organizationId).where('id', '=', id).execute()
}

export async function pruneMails(db: Database, organizationId: string, before: Date): Promise<void> {
  await db.deleteFrom('mails').where('organizationId', '=', organizationId).where('createdAt', '<', before).execute()
}
