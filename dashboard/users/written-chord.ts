import { isApple } from '../ui/keys.ts'
import type { KeyPress } from '../ui/keys.ts'

/** A press as commands name their keys: `mod+shift+k`, `?`; undefined for a modifier alone. */
export function writtenChord(press: KeyPress, apple = isApple()): string | undefined {
  const { key, metaKey, ctrlKey, altKey, shiftKey } = press
  if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Process', 'CapsLock'].includes(key)) return undefined
  const isNamed = key.length > 1
  const isLetter = /^\p{L}$/u.test(key)
  const isMod = apple ? metaKey : ctrlKey
  const parts = [
    isMod && 'mod',
    apple && ctrlKey && 'ctrl',
    altKey && 'alt',
    // What is typed with Shift, such as ?, names itself.
    shiftKey && (isLetter || isNamed) && 'shift',
    key === ' ' ? 'space' : key.toLowerCase(),
  ]
  return parts.filter(Boolean).join('+')
}
