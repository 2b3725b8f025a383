import type { Contact } from '../contacts/row.ts'

/** The fields of a contact of which a merge takes the one's or the other's. */
export const mergedFields = [
  'firstName',
  'lastName',
  'phoneNumber',
  'email',
  'status',
  'pipelineId',
  'process',
  'source',
  'isAutopilot',
  'userId',
] as const

type Field = (typeof mergedFields)[number]

/** What is decided on by itself: the pipeline goes with the status, which is that of one of its stages. */
export const chosenFields = mergedFields.filter((field) => field !== 'pipelineId')

export type Resolution = { [field in Exclude<Field, 'pipelineId'>]?: 'source' | 'target' }

/** Before the merge and after it, of each field of the target that it changed. */
export type Changed = { [field in Field]?: { before: Contact[field]; after: Contact[field] } }

/** As it was decided; where nothing was, the target's, and what it lacks it takes over. */
export function chooseFields(source: Contact, target: Contact, resolution: Resolution): Pick<Contact, Field> {
  const chosen = mergedFields.map((field) => {
    const isMissing = field !== 'pipelineId' && (target[field] === null || target[field] === '')
    const from =
      (resolution[field === 'pipelineId' ? 'status' : field] ?? (isMissing ? 'source' : 'target')) === 'source'
        ? source
        : target
    return [field, from[field]]
  })
  return Object.fromEntries(chosen) as Pick<Contact, Field>
}

export function whatChanged(before: Contact, after: Pick<Contact, Field>): Changed {
  const changed = mergedFields.filter((field) => before[field] !== after[field])
  return Object.fromEntries(changed.map((field) => [field, { before: before[field], after: after[field] }])) as Changed
}
