import type { Trx } from '../platform/database.ts'
import { newId } from '../platform/id.ts'

/** How a lead becomes a customer of the dealership; every status of the history is one of these. */
const stages = [
  { name: 'New Lead', color: '#3B82F6' },
  { name: 'Contacted', color: '#F59E0B' },
  { name: 'Qualified', color: '#8B5CF6' },
  { name: 'Appointment Set', color: '#06B6D4' },
  { name: 'In Negotiation', color: '#EC4899' },
  { name: 'Sold', color: '#10B981' },
  { name: 'Service', color: '#14B8A6' },
  { name: 'Lost', color: '#6B7280' },
  { name: 'Unsubscribed', color: '#EF4444' },
]

export async function insertPipeline(trx: Trx, organizationId: string, at: Date): Promise<void> {
  const id = newId(at)
  await trx
    .insertInto('pipelines')
    .values({
      organizationId,
      id,
      type: 'Contact',
      name: 'Car sales',
      description: 'From the first word to the keys, and after.',
      isFirst: true,
      defaultSince: at,
      createdAt: at,
      updatedAt: at,
    })
    .execute()
  await trx
    .insertInto('pipelineStages')
    .values(stages.map((stage, position) => ({ organizationId, id: newId(at), pipelineId: id, position, ...stage })))
    .execute()
}
