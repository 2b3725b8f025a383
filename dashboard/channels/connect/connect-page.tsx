import { useState } from 'react'

import { BackLabel } from '../../ui/back-label.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { kinds } from '../providers.ts'
import type { Kind } from '../providers.ts'
import { texts } from '../texts.ts'
import { ConnectForm } from './connect-form.tsx'
import { FinishStep } from './finish-step.tsx'
import type { Made } from './finish-step.tsx'
import { KindChooser } from './kind-chooser.tsx'
import { WebchatForm } from './webchat-form.tsx'

interface ConnectPageProps {
  kind: string | undefined
  onSearch: (search: Record<string, string>) => void
  onOpen: (id: string | undefined) => void
}

/** Which way to be reached, its fields, and what is left to do at the provider. */
export function ConnectPage({ kind, onSearch, onOpen }: ConnectPageProps) {
  const [made, setMade] = useState<Made>()
  const chosen = kinds.find((each) => each === kind)
  if (made) return <FinishStep made={made} onDone={() => onOpen(made.channel._id)} />
  return (
    <div className="max-w-2xl">
      <PageHeader
        back={<Back isChosen={chosen !== undefined} onChoose={() => onSearch({})} onLeave={() => onOpen(undefined)} />}
        title={chosen ? texts.kinds[chosen].label : texts.chooseTitle}
        description={chosen ? texts.kinds[chosen].about : texts.chooseAbout}
      />
      <Step key={chosen} kind={chosen} onChoose={(next) => onSearch({ kind: next })} onMade={setMade} />
    </div>
  )
}

interface StepProps {
  kind: Kind | undefined
  onChoose: (kind: Kind) => void
  onMade: (made: Made) => void
}

function Step({ kind, onChoose, onMade }: StepProps) {
  if (!kind) return <KindChooser onChoose={onChoose} />
  if (kind === 'webchat') return <WebchatForm onMade={onMade} />
  return <ConnectForm kind={kind} onMade={onMade} />
}

function Back({ isChosen, onChoose, onLeave }: { isChosen: boolean; onChoose: () => void; onLeave: () => void }) {
  return (
    <button type="button" onClick={isChosen ? onChoose : onLeave} className="rounded-sm hover:text-text">
      <BackLabel>{isChosen ? texts.otherWay : texts.back}</BackLabel>
    </button>
  )
}
