import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react'

/** Something one can do by a key, or by looking for its name. */
export interface Command {
  /** Stays the same for ever: a person may have given it keys of their own. */
  id: string
  label: string
  /** The heading it stands under where commands are listed. */
  section: string
  keys?: string | undefined
  /** More words by which it is found. */
  words?: string | undefined
  run: () => void
}

/** What can be done right now, by whichever pieces of the page are there. */
export class CommandBook {
  #commands: readonly Command[] = []
  readonly #listeners = new Set<() => void>()

  add(command: Command): () => void {
    // Of two with one name the newer one counts: a dialog over a page takes its keys.
    this.#become([command, ...this.#commands])
    return () => this.#become(this.#commands.filter((each) => each !== command))
  }

  readonly all = (): readonly Command[] => this.#commands

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #become(commands: readonly Command[]): void {
    this.#commands = commands
    for (const listener of this.#listeners) listener()
  }
}

export const CommandContext = createContext(new CommandBook())

/** Offers a command while the component is there; undefined offers nothing. */
export function useCommand(command: Command | undefined): void {
  const book = useContext(CommandContext)
  const latest = useRef(command)
  useEffect(() => {
    latest.current = command
  })
  const { id, label, section, keys, words } = command ?? {}
  useEffect(() => {
    if (id === undefined || label === undefined || section === undefined) return undefined
    return book.add({ id, label, section, keys, words, run: () => latest.current?.run() })
  }, [book, id, label, section, keys, words])
}

/** Everything that can be done now, each once. */
export function useCommands(): readonly Command[] {
  const book = useContext(CommandContext)
  const commands = useSyncExternalStore(book.subscribe, book.all)
  return commands.filter(({ id }, index) => commands.findIndex((other) => other.id === id) === index)
}
