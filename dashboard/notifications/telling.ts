import { isWanted, readChoices } from './choices.ts'
import type { Kind } from './choices.ts'
import { lookedAt } from './looking.ts'

interface News {
  /** Of this one thing that happened. */
  id: string
  kind: Kind
  title: string
  text: string
  /** News of one thing takes the place of what was said of it before. */
  tag: string
  /** The conversation that it is about. */
  conversationId?: string | undefined
  onOpen: () => void
}

const heldMilliseconds = 60_000

/** On the desktop and by sound, where they were asked for; never of what one is looking at, and by one tab of several. */
export async function tell(news: News): Promise<void> {
  const choices = readChoices()
  const hasSound = isWanted(choices, news.kind, 'sound')
  const isOnDesktop = isWanted(choices, news.kind, 'desktop')
  if (!hasSound && !isOnDesktop) return
  if (news.conversationId !== undefined && (await lookedAt()).has(news.conversationId)) return
  if (!(await isFirstToTell(news.id))) return
  if (hasSound) playSound()
  if (isOnDesktop) show(news)
}

/** Whoever takes the name first tells; others come within seconds, or never. */
function isFirstToTell(id: string): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  void navigator.locks.request(`tether tells of ${id}`, { ifAvailable: true }, (lock) => {
    resolve(lock !== null)
    if (lock) return new Promise((letGo) => setTimeout(letGo, heldMilliseconds))
    return undefined
  })
  return promise
}

function show({ title, text, tag, onOpen }: News): void {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return
  try {
    const shown = new Notification(title, { body: text, tag })
    shown.addEventListener('click', () => {
      window.focus()
      shown.close()
      onOpen()
    })
  } catch {
    // Browsers of phones show them by a service worker only.
  }
}

const quietSeconds = 1
let context: AudioContext | undefined
let playedAt = Number.NEGATIVE_INFINITY

/** Two soft notes, made here: there is no file to load. What comes at once is one sound. */
function playSound(): void {
  context ??= new AudioContext()
  if (context.currentTime - playedAt < quietSeconds) return
  playedAt = context.currentTime
  for (const [index, frequency] of [660, 880].entries()) {
    const [start, oscillator, gain] = [
      context.currentTime + index * 0.12,
      context.createOscillator(),
      context.createGain(),
    ]
    oscillator.frequency.value = frequency
    gain.gain.setValueAtTime(0.0001, start)
    gain.gain.exponentialRampToValueAtTime(0.06, start + 0.02)
    gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.25)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(start)
    oscillator.stop(start + 0.3)
  }
}
