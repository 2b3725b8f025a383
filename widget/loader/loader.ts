import type { Wishes } from '../wire.ts'
import { Webchat } from './webchat.ts'

type Command = [name: string, ...details: unknown[]]
type Tether = ((...command: Command) => void) & { q?: ArrayLike<unknown>[]; isHere?: true }

interface Init {
  webchatConfigId: string
  apiUrl?: string
  name?: string
  starterMessage?: string
  primaryColor?: string
}

interface Host {
  tether?: Tether
  TetherChat?: { init(options: Init): void }
}

const script = document.currentScript as HTMLScriptElement | null
const host = window as unknown as Host
const early = [...(host.tether?.q ?? [])]
let webchat: Webchat | undefined

function start(key: string, origin: string, wishes: Wishes): void {
  // A page that asks twice gets one chat.
  webchat ??= new Webchat({ key, origin, wishes, countsInTitle: script?.dataset['title'] === 'on' })
  for (const command of early.splice(0)) webchat.command(...(Array.from(command) as Command))
}

function whenBody(work: () => void): void {
  if (document.body) work()
  else addEventListener('DOMContentLoaded', work, { once: true })
}

function serve(): void {
  const tether: Tether = (...command) => (webchat ? webchat.command(...command) : void early.push(command))
  host.tether = Object.assign(tether, { isHere: true } as const)
  host.TetherChat = {
    init: ({ webchatConfigId, apiUrl, name, starterMessage, primaryColor }) =>
      whenBody(() =>
        start(webchatConfigId, new URL(apiUrl ?? script!.src, location.href).origin, {
          language: null,
          name: name ?? null,
          greeting: starterMessage ?? null,
          color: primaryColor ?? null,
        }),
      ),
  }
  const key = script?.dataset['webchat']
  if (!script || !key) return
  const { language = null, name = null, greeting = null, color = null } = script.dataset
  whenBody(() => start(key, new URL(script.src).origin, { language, name, greeting, color }))
}

// Sites that swap their pages run the script again, and some bring it twice: the first one serves.
if (!host.tether?.isHere) serve()
