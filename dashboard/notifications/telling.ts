import { readChoices } from './choices.ts'

interface News {
  title: string
  text: string
  /** News of one thing takes the place of what was said of it before. */
  tag: string
  onOpen: () => void
}

/** On the desktop and by sound, where they were asked for; never of what one is looking at. */
export function tell({ title, text, tag, onOpen }: News): void {
  const { desktop, sound } = readChoices()
  if (sound) playSound()
  if (!desktop || !('Notification' in globalThis) || Notification.permission !== 'granted') return
  const shown = new Notification(title, { body: text, tag })
  shown.addEventListener('click', () => {
    window.focus()
    shown.close()
    onOpen()
  })
}

let context: AudioContext | undefined

/** Two soft notes, made here: there is no file to load. */
function playSound(): void {
  context ??= new AudioContext()
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
