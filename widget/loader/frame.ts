import { sealed, unsealed } from '../wire.ts'
import type { ToHost, ToPanel } from '../wire.ts'

const longestStartMilliseconds = 20_000
const graceMilliseconds = 3000

/** The panel's page, in a frame of Tether's origin. Only that frame is heard, and only that origin is spoken to. */
export class Frame {
  readonly #element = document.createElement('iframe')
  readonly #origin: string
  #isReady = false

  constructor(origin: string, key: string, title: string, hear: (message: ToHost) => void, fail: () => void) {
    this.#origin = origin
    this.#element.title = title
    this.#element.src = `${origin}/widget/frame?webchat=${encodeURIComponent(key)}#origin=${encodeURIComponent(location.origin)}`
    addEventListener('message', (event) => {
      if (event.source !== this.#element.contentWindow || event.origin !== origin) return
      const message = unsealed(event.data) as ToHost | undefined
      if (message) this.#isReady = true
      if (message) hear(message)
    })
    // A frame that is refused tells nobody; what is silent for so long is not coming.
    const look = () => {
      if (this.#isReady || isOver) return
      isOver = true
      fail()
    }
    let isOver = false
    setTimeout(look, longestStartMilliseconds)
    // Its scripts have run by then.
    this.#element.addEventListener('load', () => setTimeout(look, graceMilliseconds))
  }

  load(into: HTMLElement): void {
    into.append(this.#element)
  }

  retitle(title: string): void {
    this.#element.title = title
  }

  focus(): void {
    this.#element.focus()
  }

  tell(message: ToPanel): void {
    this.#element.contentWindow?.postMessage(sealed(message), this.#origin)
  }
}
