import type { Telling } from '../platform/live/follower.ts'

const frames = new WeakMap<Telling, Buffer>()
const records = new WeakMap<Telling, string>()

/** As a WebSocket says it. What goes to many is put into words once. */
export function frameOf(telling: Telling): Buffer {
  const known = frames.get(telling)
  if (known) return known
  const frame = Buffer.from(JSON.stringify('_id' in telling ? { type: 'event', event: telling } : telling))
  frames.set(telling, frame)
  return frame
}

/** As a stream of server-sent events says it. */
export function recordOf(telling: Telling): string {
  const known = records.get(telling)
  if (known) return known
  const record = `id: ${telling.position}\nevent: ${telling.type}\ndata: ${JSON.stringify(telling)}\n\n`
  records.set(telling, record)
  return record
}
