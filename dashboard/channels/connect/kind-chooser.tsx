import { ChevronRight } from 'lucide-react'

import { ChannelIcon } from '../channel-icon.tsx'
import type { Kind } from '../providers.ts'
import type { Channel } from '../queries.ts'
import { texts } from '../texts.ts'

const groups: { label: string; kinds: Kind[] }[] = [
  { label: texts.real, kinds: ['twilio', 'kannel', 'messenger', 'webchat'] },
  { label: texts.trying, kinds: ['simulatedNumber', 'simulatedPage'] },
]

const types: Record<Kind, Channel['type']> = {
  twilio: 'sms',
  kannel: 'sms',
  simulatedNumber: 'sms',
  messenger: 'facebook',
  simulatedPage: 'facebook',
  webchat: 'webchat',
}

export function KindChooser({ onChoose }: { onChoose: (kind: Kind) => void }) {
  return groups.map(({ label, kinds }) => (
    <section key={label} aria-label={label} className="mb-6">
      <h2 className="pb-2 text-xs font-medium text-muted">{label}</h2>
      <ul className="divide-y overflow-hidden rounded-lg border">
        {kinds.map((kind) => (
          <li key={kind}>
            <button
              type="button"
              onClick={() => onChoose(kind)}
              className="flex w-full items-center gap-3 px-4 py-3 text-start outline-offset-[-2px] hover:bg-hover"
            >
              <ChannelIcon type={types[kind]} className="bg-canvas" />
              <span className="min-w-0 flex-1">
                <span className="block text-base font-medium">{texts.kinds[kind].label}</span>
                <span className="block text-pretty text-muted">{texts.kinds[kind].about}</span>
              </span>
              <ChevronRight aria-hidden className="size-4 shrink-0 text-faint rtl:-scale-x-100" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  ))
}
