/**
 * Lets only so many at a time do something; the others wait their turn. Each organization has its own line, and the lines take
 * turns: a thousand of one keep nobody of another waiting for all of them.
 */
export class Turns {
  #free: number
  readonly #lines = new Map<string, Array<() => void>>()

  constructor(atOnce: number) {
    this.#free = atOnce
  }

  async take<T>(organizationId: string, work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#wait(organizationId, resolve))
    try {
      return await work()
    } finally {
      this.#letNextGo()
    }
  }

  #wait(organizationId: string, goOn: () => void): void {
    const line = this.#lines.get(organizationId) ?? []
    line.push(goOn)
    this.#lines.set(organizationId, line)
  }

  #letNextGo(): void {
    const [next] = this.#lines
    if (!next) return void this.#free++
    const [organizationId, line] = next
    const goOn = line.shift()!
    this.#lines.delete(organizationId)
    if (line.length > 0) this.#lines.set(organizationId, line)
    goOn()
  }
}
