import type { Answer } from '../../api/shapes.ts'
import { isStanding } from '../filters/filters.ts'

/** The views that stand beside the tabs, wherever one signs in. */
export type Pins = Answer<'/api/conversations/views', 'get'>['pins']

export const noPins: Pins = { viewIds: [], standing: [] }

export function isPinned({ viewIds, standing }: Pins, id: string): boolean {
  return viewIds.includes(id) || (standing as readonly string[]).includes(id)
}

export function toggled(pins: Pins, id: string): Pins {
  return isStanding(id)
    ? { ...pins, standing: switched(pins.standing, id) }
    : { ...pins, viewIds: switched(pins.viewIds, id) }
}

function switched<T extends string>(all: readonly T[], id: T): T[] {
  return all.includes(id) ? all.filter((each) => each !== id) : [...all, id]
}
