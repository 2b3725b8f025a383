import { sendQueue } from './sending/sending.ts'

/** What was said on this machine and has not reached the server. */
export function countUnsent(): number {
  return sendQueue.entries().length
}

export function forgetUnsent(): Promise<void> {
  return sendQueue.forgetAll()
}
