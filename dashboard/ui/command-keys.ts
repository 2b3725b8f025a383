import { useEffect, useMemo, useSyncExternalStore } from 'react'

import type { Command } from './commands.ts'
import { isWriting, keyMatcher, parseKeys } from './keys.ts'

const storageKey = 'tether.keys'

/** What a person chose: `on: false` switches single keys off (WCAG 2.1.4); `own` are keys by the ids of commands. */
export interface KeyChoices {
  isOn: boolean
  own: Record<string, string>
}

const listeners = new Set<() => void>()
let known: { text: string | null; choices: KeyChoices } = { text: null, choices: { isOn: true, own: {} } }

export function readKeyChoices(): KeyChoices {
  const text = localStorage.getItem(storageKey)
  if (text !== known.text) known = { text, choices: parse(text) }
  return known.choices
}

function parse(text: string | null): KeyChoices {
  try {
    const { isOn = true, own = {} } = JSON.parse(text ?? '{}') as Partial<KeyChoices>
    return { isOn, own }
  } catch {
    return { isOn: true, own: {} }
  }
}

export function writeKeyChoices(choices: KeyChoices): void {
  localStorage.setItem(storageKey, JSON.stringify(choices))
  for (const listener of listeners) listener()
}

export function useKeyChoices(): KeyChoices {
  return useSyncExternalStore(subscribe, readKeyChoices)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}

/** The keys that count for a command; undefined where it has none, or single keys are switched off. */
export function keysOf(command: Command, { isOn, own }: KeyChoices): string | undefined {
  const keys = own[command.id] ?? command.keys
  if (!keys) return undefined
  return isOn || parseKeys(keys).every(({ mod, ctrl, alt }) => mod || ctrl || alt) ? keys : undefined
}

/** Runs commands by their keys. While somebody writes, only chords with Ctrl, ⌘ or Alt count. */
export function useCommandKeys(commands: readonly Command[]): void {
  const choices = useKeyChoices()
  const bindings = useMemo(() => {
    const pairs = commands.map((command) => [command.id, keysOf(command, choices)] as const)
    return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined))
  }, [commands, choices])
  useEffect(() => {
    const match = keyMatcher(bindings)
    const press = (event: KeyboardEvent) => {
      const isChord = event.ctrlKey || event.metaKey || event.altKey
      if (event.defaultPrevented || (!isChord && (isWriting(event.target) || isInOverlay(event.target)))) return
      const found = match(event, event.timeStamp)
      if (found === undefined || found === 'pending') return
      event.preventDefault()
      commands.find(({ id }) => id === found.name)?.run()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [bindings, commands])
}

/** Menus and dialogs have keys of their own. */
function isInOverlay(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('[role="menu"], [role="dialog"], [role="listbox"], [role="alertdialog"]') !== null
  )
}
