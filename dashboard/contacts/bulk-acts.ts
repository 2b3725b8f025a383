import { api, ok } from '../api/client.ts'
import type { Contact } from './contact.ts'
import { texts } from './texts.ts'

/** Something that is done with many contacts, a piece at a time. */
export interface BulkAct {
  /** What is going on, while it does. */
  doing: string
  done: (count: number) => string
  /** Those for whom it changes nothing are left out. */
  isFor: (contact: Contact) => boolean
  guess: (contact: Contact) => Contact | undefined
  work: (ids: string[]) => Promise<unknown>
  /** Takes it back from those who were like this before. */
  undo?: (before: readonly Contact[]) => Promise<unknown>
}

export function statusAct(stage: { _id: string; name: string }, pipelineId: string): BulkAct {
  return {
    doing: texts.bulk.settingStatus,
    done: (count) => texts.bulk.statusSet(count, stage.name),
    isFor: ({ pipelineStage, status }) => pipelineStage !== stage._id || status !== stage.name,
    guess: (contact) => ({ ...contact, status: stage.name, pipelineStage: stage._id, pipelineId }),
    work: (contactIds) =>
      ok(api.PUT('/api/contacts/bulk-update-status', { body: { contactIds, pipelineStageId: stage._id } })),
    undo: (before) =>
      eachGroup(
        before,
        ({ pipelineStage, status }) => pipelineStage ?? `=${status}`,
        (contactIds, { pipelineStage, status }) => {
          const to = pipelineStage ? { pipelineStageId: pipelineStage } : { status }
          return ok(api.PUT('/api/contacts/bulk-update-status', { body: { contactIds, ...to } }))
        },
      ),
  }
}

export function ownerAct(userId: string, name: string): BulkAct {
  return {
    doing: texts.bulk.givingAway,
    done: (count) => texts.bulk.given(count, name),
    isFor: (contact) => contact.userId !== userId,
    guess: (contact) => ({ ...contact, userId }),
    work: (contactIds) => assign(contactIds, { userId }),
    undo: (before) =>
      eachGroup(
        before,
        (contact) => contact.userId,
        (contactIds, contact) => assign(contactIds, { userId: contact.userId }),
      ),
  }
}

export function assigneeAct(userId: string, name: string, isAdding: boolean): BulkAct {
  const [toDo, toUndo] = isAdding
    ? (['addAssignees', 'removeAssignees'] as const)
    : (['removeAssignees', 'addAssignees'] as const)
  return {
    doing: texts.bulk.assigning,
    done: (count) => (isAdding ? texts.bulk.assigned(count, name) : texts.bulk.unassigned(count, name)),
    isFor: ({ assignees }) => assignees.includes(userId) !== isAdding,
    guess: (contact) => ({ ...contact, assignees: withOrWithout(contact.assignees, userId, isAdding) }),
    work: (contactIds) => assign(contactIds, { [toDo]: [userId] }),
    undo: (before) => inPieces(before, (contactIds) => assign(contactIds, { [toUndo]: [userId] })),
  }
}

export function tagAct(tag: string, isAdding: boolean): BulkAct {
  const change = (contactIds: string[], isAdded: boolean) =>
    ok(api.PUT('/api/contacts/bulk-tag', { body: { contactIds, [isAdded ? 'add' : 'remove']: [tag] } }))
  return {
    doing: texts.bulk.tagging,
    done: (count) => (isAdding ? texts.bulk.tagged(count, tag) : texts.bulk.untagged(count, tag)),
    isFor: ({ tags }) => tags.includes(tag) !== isAdding,
    guess: (contact) => ({ ...contact, tags: withOrWithout(contact.tags, tag, isAdding) }),
    work: (contactIds) => change(contactIds, isAdding),
    undo: (before) => inPieces(before, (contactIds) => change(contactIds, !isAdding)),
  }
}

export const deleteAct: BulkAct = {
  doing: texts.bulk.deleting,
  done: texts.bulk.deleted,
  isFor: () => true,
  guess: () => undefined,
  work: (contactIds) => ok(api.DELETE('/api/contacts/bulk-delete', { body: { contactIds } })),
}

/** As many as one call takes without keeping anybody waiting for the progress. */
export const pieceSize = 250

interface Assignment {
  userId?: string
  addAssignees?: string[]
  removeAssignees?: string[]
}

function assign(contactIds: string[], assignment: Assignment): Promise<unknown> {
  return ok(api.PUT('/api/contacts/bulk-assign', { body: { contactIds, ...assignment } }))
}

async function inPieces(contacts: readonly Contact[], work: (ids: string[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < contacts.length; at += pieceSize) {
    await work(contacts.slice(at, at + pieceSize).map(({ _id }) => _id))
  }
}

async function eachGroup(
  contacts: readonly Contact[],
  keyOf: (contact: Contact) => string,
  work: (ids: string[], one: Contact) => Promise<unknown>,
): Promise<void> {
  for (const group of Map.groupBy(contacts, keyOf).values()) {
    await inPieces(group, (ids) => work(ids, group[0]!))
  }
}

function withOrWithout(all: string[], one: string, isIn: boolean): string[] {
  return isIn ? [...all, one] : all.filter((each) => each !== one)
}
