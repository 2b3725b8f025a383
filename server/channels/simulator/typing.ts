/** Until when somebody writes to a simulated person: gone with the process, as it would be gone in a moment anyway. */
const until = new Map<string, number>()

const shownMilliseconds = 6000
const most = 1000

export function noteTyping(channelId: string, to: string): void {
  if (until.size >= most) until.clear()
  until.set(`${channelId} ${to}`, Date.now() + shownMilliseconds)
}

export function forgetTyping(channelId: string, to: string): void {
  until.delete(`${channelId} ${to}`)
}

export function isTypingTo(channelId: string, to: string): boolean {
  return (until.get(`${channelId} ${to}`) ?? 0) > Date.now()
}
