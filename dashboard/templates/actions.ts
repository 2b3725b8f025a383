import type { Schema } from '../api/shapes.ts'

export type Actions = NonNullable<Schema<'Template'>['actions']>

export const noActions: Actions = { tags: [], assignTo: null, isResolving: false }

/** As the server keeps it: nothing, where nothing is done. */
export function actionsToSave(actions: Actions): Actions | null {
  const { tags, assignTo, isResolving } = actions
  return tags.length > 0 || assignTo !== null || isResolving ? actions : null
}
