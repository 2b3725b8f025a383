import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Vault } from '../platform/secrets.ts'
import { findErasure } from './erasures.ts'
import type { Erasure } from './erasures.ts'
import { answersStep } from './steps/answers.ts'
import { attemptsStep } from './steps/attempts.ts'
import { filesStep } from './steps/files.ts'
import { importsStep } from './steps/imports.ts'
import { logStep } from './steps/log.ts'
import { messagesStep } from './steps/messages.ts'
import { notificationsStep } from './steps/notifications.ts'
import { phonesStep } from './steps/phones.ts'
import type { Step } from './steps/step.ts'
import { webhooksStep } from './steps/webhooks.ts'
import type { Traces } from './traces.ts'

/**
 * In this order: an import that is under way must not bring the person back, notifications may be about messages, messages hold
 * files, and of all of it the log tells.
 */
const steps: Record<string, Step> = {
  imports: importsStep,
  notifications: notificationsStep,
  messages: messagesStep,
  attempts: attemptsStep,
  files: filesStep,
  answers: answersStep,
  phones: phonesStep,
  webhooks: webhooksStep,
  log: logStep,
}

export const firstStep = 'imports'

/** What was being sent when the contact was erased arrives no later than this, or the provider's time has run out. */
const longestFlightSeconds = 120

/** Names the piece, so that whoever comes with an old job finds that it is done. */
export interface ErasurePiece {
  organizationId: string
  id: string
  piece: number
}

export async function enqueuePiece(trx: Trx, { organizationId, id, piece }: Erasure, seconds = 0): Promise<void> {
  const runAt = new Date(Date.now() + seconds * 1000)
  await enqueue(trx, 'erase_contact', { organizationId, id, piece } satisfies ErasurePiece, { runAt })
}

/**
 * Does one piece and notes how far it got in the same transaction, with the job for the next: after a crash anywhere the piece
 * is done or it is not.
 */
export async function erasePiece(
  db: Database,
  vault: Vault,
  { organizationId, id, piece }: ErasurePiece,
): Promise<void> {
  const asked = await findErasure(db, { organizationId }, { id })
  if (!asked?.sealed || asked.piece !== piece) return
  const step = steps[asked.step.replace(/ again$/, '')]!
  const { inFlight, ...traces } = vault.open(asked.sealed) as Traces & { inFlight: boolean }
  const work = { organizationId, erasureId: id, after: asked.after, traces }
  const prepared = await step.prepare?.(db, work)
  await transact(db, async (trx) => {
    const held = await findErasure(trx, { organizationId }, { id })
    if (held?.piece !== piece) return
    const after = await step.piece(trx, work, prepared)
    const next = after === undefined ? followingStep(held, inFlight) : held.step
    if (next === undefined) return finish(trx, held)
    const moved = await move(trx, held, { step: next, after: after ?? '' })
    await enqueuePiece(trx, moved, next === 'phones again' && after === undefined ? longestFlightSeconds : 0)
  })
}

/**
 * What is met in the log may say of something earlier that it was the person's. What was on its way to a simulated phone is
 * there by now.
 */
function followingStep({ step, after }: Erasure, inFlight: boolean): string | undefined {
  if (step === 'phones again') return undefined
  const names = Object.keys(steps)
  const next = names[names.indexOf(step.replace(/ again$/, '')) + 1]
  if (next !== undefined) return next
  if (step === 'log' && after !== '') return 'log again'
  return inFlight ? 'phones again' : undefined
}

async function move(trx: Trx, erasure: Erasure, to: { step: string; after: string }): Promise<Erasure> {
  const piece = erasure.piece + 1
  await trx
    .updateTable('erasures')
    .set({ ...to, piece })
    .where('organizationId', '=', erasure.organizationId)
    .where('id', '=', erasure.id)
    .execute()
  return { ...erasure, ...to, piece }
}

async function finish(trx: Trx, { organizationId, id, piece }: Erasure): Promise<void> {
  await trx
    .deleteFrom('erasedSubjects')
    .where('organizationId', '=', organizationId)
    .where('erasureId', '=', id)
    .execute()
  await trx
    .updateTable('erasures')
    .set({ sealed: null, step: 'finished', after: '', piece: piece + 1, finishedAt: new Date() })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
}
