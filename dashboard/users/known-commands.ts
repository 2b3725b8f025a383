import { useEffect, useState } from 'react'

import type { Command } from '../ui/commands.ts'

const storageKey = 'tether.commands'

type Known = Pick<Command, 'id' | 'label' | 'section' | 'keys'>

/**
 * Commands with keys that were offered anywhere in this browser: the pages that they belong to are not there while one is
 * in the settings. `rememberCommands` keeps them.
 */
export function useKnownCommands(present: readonly Command[]): Known[] {
  const [stored] = useState(readCommands)
  useEffect(() => rememberCommands(present), [present])
  const known = new Map(stored.map((command) => [command.id, command]))
  for (const { id, label, section, keys } of present) if (keys) known.set(id, { id, label, section, keys })
  return [...known.values()]
}

/** Called by the shell whenever commands come: what has keys can then be changed in the settings. */
export function rememberCommands(present: readonly Command[]): void {
  const known = new Map(readCommands().map((command) => [command.id, command]))
  const before = JSON.stringify([...known.values()])
  for (const { id, label, section, keys } of present) if (keys) known.set(id, { id, label, section, keys })
  const after = JSON.stringify([...known.values()])
  if (after !== before) localStorage.setItem(storageKey, after)
}

function readCommands(): Known[] {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? '[]') as Known[]
  } catch {
    return []
  }
}
