export type Chord = { key: string; mod: boolean; shift: boolean; alt: boolean; ctrl: boolean }

export type KeyPress = Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey'>

const signs: Record<string, string> = {
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  backspace: '⌫',
  delete: 'Del',
  space: 'Space',
  tab: 'Tab',
  home: 'Home',
  end: 'End',
}
const appleSigns: Record<string, string> = { mod: '⌘', shift: '⇧', alt: '⌥', ctrl: '⌃' }
const otherSigns: Record<string, string> = { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', ctrl: 'Ctrl' }

export function isApple(platform: string = globalThis.navigator?.userAgent ?? ''): boolean {
  return /mac|iphone|ipad/iu.test(platform)
}

/** `mod+shift+k` is one chord, `g i` a sequence of two; `mod` is ⌘ on Apple's machines and Ctrl elsewhere. */
export function parseKeys(keys: string): Chord[] {
  return keys.trim().split(/\s+/u).map(parseChord)
}

function parseChord(text: string): Chord {
  const names = text === '+' ? ['+'] : text.toLowerCase().split('+')
  const key = names.at(-1) ?? ''
  const has = (name: string) => names.slice(0, -1).includes(name)
  return {
    key: key === 'space' ? ' ' : key,
    mod: has('mod'),
    shift: has('shift'),
    alt: has('alt'),
    ctrl: has('ctrl'),
  }
}

export function matchesChord(press: KeyPress, chord: Chord, apple = isApple()): boolean {
  if (press.key.toLowerCase() !== chord.key) return false
  const wantsCtrl = chord.ctrl || (chord.mod && !apple)
  const wantsMeta = chord.mod && apple
  // `?` and the like are typed with Shift or without it, as the keyboard has it.
  const isLetter = /^[a-z]$/u.test(chord.key) || chord.key.length > 1
  const isShiftRight = isLetter ? press.shiftKey === chord.shift : !chord.shift || press.shiftKey
  return press.metaKey === wantsMeta && press.ctrlKey === wantsCtrl && press.altKey === chord.alt && isShiftRight
}

export type KeyMatch<Name> = { name: Name } | 'pending' | undefined

/** Feeds on presses one by one and says which binding is complete; a sequence may pause for `patience` milliseconds. */
export function keyMatcher<Name extends string>(
  bindings: Record<Name, string>,
  { apple = isApple(), patience = 1200 }: { apple?: boolean; patience?: number } = {},
): (press: KeyPress, now: number) => KeyMatch<Name> {
  const sequences = Object.entries<string>(bindings).map(([name, keys]) => ({
    name: name as Name,
    chords: parseKeys(keys),
  }))
  let typed: KeyPress[] = []
  let last = 0
  return (press, now) => {
    if (isModifier(press.key)) return typed.length > 0 ? 'pending' : undefined
    typed = now - last > patience ? [press] : [...typed, press]
    last = now
    // A press that does not continue the sequence may begin another one.
    while (typed.length > 0) {
      const fitting = sequences.filter(({ chords }) => typed.every((one, at) => fits(one, chords[at], apple)))
      const complete = fitting.find(({ chords }) => chords.length === typed.length)
      if (complete) {
        typed = []
        return { name: complete.name }
      }
      if (fitting.length > 0) return 'pending'
      typed = typed.slice(1)
    }
    return undefined
  }
}

function fits(press: KeyPress, chord: Chord | undefined, apple: boolean): boolean {
  return chord !== undefined && matchesChord(press, chord, apple)
}

function isModifier(key: string): boolean {
  return ['Shift', 'Control', 'Alt', 'Meta'].includes(key)
}

/** What stands on the key caps, chord by chord: `mod+k` → [['⌘', 'K']]. */
export function keyCaps(keys: string, apple = isApple()): string[][] {
  const modifiers = apple ? appleSigns : otherSigns
  return parseKeys(keys).map((chord) => [
    ...(['ctrl', 'alt', 'shift', 'mod'] as const).flatMap((name) => (chord[name] ? [modifiers[name] ?? name] : [])),
    chord.key === ' ' ? 'Space' : (signs[chord.key] ?? chord.key.toUpperCase()),
  ])
}

/** True while a person is writing, when single keys are letters and not shortcuts. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('textarea, select')) return true
  return target instanceof HTMLInputElement && !/^(?:checkbox|radio|button|submit|range|color|file)$/u.test(target.type)
}
