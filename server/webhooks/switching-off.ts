import { sql } from 'kysely'

import { systemActor } from '../identity/actor.ts'
import { audit } from '../identity/audit.ts'
import { notify } from '../identity/notifications.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { sendMail } from '../platform/mail.ts'
import type { Vault } from '../platform/secrets.ts'
import { holdQueue } from './queue.ts'
import type { QueueKey } from './queue.ts'
import type { Webhook } from './webhooks.ts'

/** How admins are reached besides their list of news. */
export interface Announcer {
  vault: Vault
  sendsMail: boolean
  publicUrl: string
}

const mostFailingMilliseconds = 5 * 86_400_000

const reasons = {
  gone: 'its receiver answered that it is gone for good (410)',
  failing: 'its receiver has taken nothing for five days',
} as const

export function hasFailedTooLong(failingSince: Date, now: Date): boolean {
  return now.getTime() - failingSince.getTime() >= mostFailingMilliseconds
}

/** Those too that have not been called lately: what was in line for them may have been given up, and nothing new happened. */
export async function switchOffFailing(db: Database, announcer: Announcer, now = new Date()): Promise<void> {
  const found = await sql<QueueKey>`
    select organization_id, webhook_id, count(*) from webhook_queues
    where failing_since <= ${new Date(now.getTime() - mostFailingMilliseconds)} group by organization_id, webhook_id
  `.execute(db)
  for (const key of found.rows) {
    await transact(db, async (trx) => {
      const queue = await holdQueue(trx, key)
      if (queue?.failingSince && hasFailedTooLong(queue.failingSince, now))
        await switchOff(trx, announcer, key, 'failing')
    })
  }
}

/** Nothing more is told there until an admin switches it on again; all admins hear of it. Off already it stays as it is. */
export async function switchOff(
  trx: Trx,
  announcer: Announcer,
  { organizationId, webhookId }: QueueKey,
  disabledReason: keyof typeof reasons,
): Promise<void> {
  const now = new Date()
  const webhook = await trx
    .updateTable('webhooks')
    .set({ disabledAt: now, disabledReason, updatedAt: now })
    .where('organizationId', '=', organizationId)
    .where('id', '=', webhookId)
    .where('disabledAt', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!webhook) return
  const author = systemActor(organizationId)
  await record(trx, author, 'webhook.disabled', webhook)
  await audit(trx, author, 'webhook.disabled', { ...webhook, disabledAt: null, disabledReason: null }, webhook)
  await tellAdmins(trx, announcer, webhook, reasons[disabledReason])
}

async function tellAdmins(trx: Trx, announcer: Announcer, webhook: Webhook, reason: string): Promise<void> {
  const { organizationId, id: subjectId, url } = webhook
  const admins = await trx
    .selectFrom('users')
    .select(['id', 'email'])
    .where('organizationId', '=', organizationId)
    .where('accessRole', 'in', ['SUPERADMIN', 'ADMIN'])
    .where('disabledAt', 'is', null)
    .where('deletedAt', 'is', null)
    .execute()
  const name = webhook.description || new URL(url).host
  const text = `The webhook ${name} was switched off: ${reason}.`
  const ids = admins.map(({ id }) => id)
  await notify(trx, organizationId, ids, { type: 'webhook', text, subjectType: 'webhook', subjectId })
  if (!announcer.sendsMail) return
  for (const { email } of admins) {
    await sendMail(
      trx,
      announcer.vault,
      { organizationId, id: newId() },
      { to: email, subject: 'A webhook was switched off', text: letterOf(text, url, announcer.publicUrl) },
    )
  }
}

function letterOf(text: string, url: string, publicUrl: string): string {
  return [
    text,
    `It was to tell ${url} what happens in your organization.`,
    'When the receiver works again, switch the webhook on, and have it told what it missed: ' +
      'PATCH /api/webhooks/{id} with isDisabled: false, and POST /api/webhooks/{id}/redeliver with the time since when.',
    `Your Tether: ${publicUrl}`,
  ].join('\n\n')
}
