import type { Look } from '../wire.ts'
import { sheet } from './sheet.ts'

const panelId = 'tether-panel'
const icons = [
  ['chat', 'M4 11.2C4 7.2 7.6 4 12 4s8 3.2 8 7.2-3.6 7.2-8 7.2c-1 0-2-.2-2.9-.5L5 20l.9-3.6A6.8 6.8 0 0 1 4 11.200z'],
  ['shut', 'm6 9.500 6 6 6-6'],
] as const

/** The button in the corner and the place of the panel, in a shadow tree that no style of the page reaches. */
export class Bubble {
  readonly host = document.createElement('div')
  readonly #root = document.createElement('div')
  readonly #button = document.createElement('button')
  readonly #count = document.createElement('span')
  readonly #told = document.createElement('div')
  readonly panel = document.createElement('div')
  #look: Look | undefined
  #unread = 0
  isOpen = false

  constructor(onPress: () => void) {
    const shadow = this.host.attachShadow({ mode: 'open' })
    shadow.adoptedStyleSheets = [sheet()]
    this.#button.type = 'button'
    this.#button.className = 'bubble'
    this.#button.setAttribute('aria-controls', panelId)
    this.#button.append(...icons.map(([name, path]) => icon(name, path)), this.#count)
    this.#button.addEventListener('click', onPress)
    this.#count.className = 'count'
    this.#count.ariaHidden = 'true'
    this.#told.className = 'told'
    this.#told.role = 'status'
    this.panel.id = panelId
    this.panel.className = 'panel'
    this.panel.role = 'dialog'
    this.#root.append(this.#button, this.panel, this.#told)
    shadow.append(this.#root)
    this.host.hidden = true
    document.body.append(this.host)
    this.#followKeyboard()
  }

  wear(look: Look): void {
    this.#look = look
    this.host.style.setProperty('--color', look.color)
    this.host.style.setProperty('--ink', look.ink)
    this.#root.className = look.position
    this.#root.dir = look.direction
    this.panel.ariaLabel = look.labels.panel
    this.#name()
  }

  setOpen(isOpen: boolean): void {
    this.isOpen = isOpen
    this.panel.classList.toggle('open', isOpen)
    this.#name()
  }

  focus(): void {
    this.#button.focus()
  }

  /** Said aloud when something new waits, not again with each further message. */
  setUnread(count: number, words: string): void {
    if (count > 0 && this.#unread === 0) this.#told.textContent = words
    if (count === 0) this.#told.textContent = ''
    this.#unread = count
    this.#count.textContent = count > 0 ? String(Math.min(count, 99)) : ''
    this.#name(words)
  }

  #name(words = ''): void {
    this.#button.ariaExpanded = String(this.isOpen)
    const { open = '', close = '' } = this.#look?.labels ?? {}
    this.#button.ariaLabel = [this.isOpen ? close : open, this.#unread > 0 ? words : ''].filter(Boolean).join('. ')
  }

  /** On a phone the keyboard covers the page without making it smaller; only the visual viewport tells. */
  #followKeyboard(): void {
    const { visualViewport: viewport } = window
    const follow = () => {
      this.host.style.setProperty('--height', `${viewport!.height}px`)
      this.host.style.setProperty('--top', `${viewport!.offsetTop}px`)
    }
    for (const kind of ['resize', 'scroll']) viewport?.addEventListener(kind, follow)
  }
}

function icon(name: string, path: string): SVGElement {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  const line = document.createElementNS(space, 'path')
  for (const [key, value] of Object.entries({ class: name, viewBox: '0 0 24 24', fill: 'none', 'aria-hidden': 'true' }))
    svg.setAttribute(key, value)
  const stroke = {
    d: path,
    stroke: 'currentColor',
    'stroke-width': '2',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  }
  for (const [key, value] of Object.entries(stroke)) line.setAttribute(key, value)
  svg.append(line)
  return svg
}
