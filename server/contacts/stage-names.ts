import { Type } from 'typebox'

import type { Stage } from './pipelines.ts'

export const NameById = Type.Record(Type.String(), Type.String())

/** Where two pipelines have stages of one name, it is the first's, which is the default pipeline's. */
export function namesOf(stages: Stage[]) {
  const byName = Map.groupBy(stages, ({ name }) => name)
  return {
    stageIdByName: Object.fromEntries([...byName].map(([name, [first]]) => [name, first!.id])),
    stageNameById: Object.fromEntries(stages.map(({ id, name }) => [id, name])),
  }
}
