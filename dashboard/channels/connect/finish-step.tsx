import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'

import { Button } from '../../ui/button.tsx'
import { buttonClasses } from '../../ui/button-classes.ts'
import { CopyField } from '../../ui/copy-field.tsx'
import { ProviderSteps } from '../provider-steps.tsx'
import type { Channel, Webchat } from '../queries.ts'
import { TestButton } from '../test-button.tsx'
import { texts } from '../texts.ts'
import { texts as chatTexts } from '../webchat/texts.ts'

export interface Made {
  channel: Channel
  /** That we made for the provider to show. */
  secret?: string
  webchat?: Webchat
  identitySecret?: string
}

/** The channel stands; what is told here of secrets is told once. */
export function FinishStep({ made, onDone }: { made: Made; onDone: () => void }) {
  const { channel, secret, webchat, identitySecret } = made
  const isSimulated = channel.provider === 'simulator'
  return (
    <div className="max-w-2xl">
      <CircleCheck aria-hidden className="mb-3 size-8 text-success-text" strokeWidth={1.5} />
      <h1 className="text-xl font-semibold tracking-tight text-balance">{texts.finishTitle(channel.name)}</h1>
      <p className="mt-1 mb-5 text-pretty text-muted">
        {isSimulated ? texts.finishSimulated : webchat ? chatTexts.finishAbout : texts.finishAbout}
      </p>
      {!webchat && !isSimulated && <ProviderSteps channel={channel} secret={secret} />}
      {webchat && (
        <div className="flex flex-col gap-4">
          <CopyField label={chatTexts.snippet} value={webchat.embedCode} hint={chatTexts.snippetHint} isLong />
          {identitySecret && (
            <CopyField label={chatTexts.identitySecret} value={identitySecret} hint={chatTexts.secretOnce} />
          )}
        </div>
      )}
      <div className="mt-6 flex flex-wrap items-center gap-2 border-t pt-4">
        {isSimulated && (
          <Link to="/simulator" search={{ channelId: channel._id }} className={buttonClasses({ variant: 'primary' })}>
            {texts.toSimulator}
          </Link>
        )}
        <Button variant={isSimulated ? 'secondary' : 'primary'} onClick={onDone}>
          {webchat ? chatTexts.toLook : texts.toChannel}
        </Button>
        {!webchat && !isSimulated && <TestButton channel={channel} />}
      </div>
    </div>
  )
}
