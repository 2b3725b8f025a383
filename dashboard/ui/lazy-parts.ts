import { useEffect, useSyncExternalStore } from 'react'

/** Fetched before they are needed or when they are; from then on they are there at once, without a moment of nothing. */
export class LazyParts<Parts> {
  readonly #import: () => Promise<Parts>
  readonly #listeners = new Set<() => void>()
  #parts: Parts | undefined

  constructor(load: () => Promise<Parts>) {
    this.#import = load
  }

  get parts(): Parts | undefined {
    return this.#parts
  }

  /** What could not be fetched is fetched when it is next asked for. */
  fetch(): void {
    if (this.#parts) return
    this.#import().then(
      (parts) => {
        this.#parts = parts
        for (const listener of this.#listeners) listener()
      },
      () => undefined,
    )
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

/** The parts, once they are needed and there. */
export function useParts<Parts>(lazy: LazyParts<Parts>, isNeeded: boolean): Parts | undefined {
  useEffect(() => {
    if (isNeeded) lazy.fetch()
  }, [lazy, isNeeded])
  return useSyncExternalStore(lazy.subscribe, () => (isNeeded ? lazy.parts : undefined))
}
