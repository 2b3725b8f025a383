import type { Command } from './commands.ts'
import { useCommands } from './commands.ts'

/** What somebody else on the page offers under this name; undefined while nobody does. */
export function useCommandNamed(id: string): Command | undefined {
  return useCommands().find((command) => command.id === id)
}
