import { KeyRound } from 'lucide-react'
import { useState } from 'react'

import { Button } from '../ui/button.tsx'
import { CredentialsDialog } from './credentials-dialog.tsx'
import type { Channel } from './queries.ts'
import { texts } from './texts.ts'

export function CredentialsRow({ channel }: { channel: Channel }) {
  const [isReplacing, setIsReplacing] = useState(false)
  return (
    <div className="flex items-center gap-3 rounded-md border px-3 py-2">
      <KeyRound aria-hidden className="size-4 shrink-0 text-faint" />
      <p className="min-w-0 flex-1">
        <span aria-hidden className="me-2 tracking-widest text-faint">
          ••••••••
        </span>
        {texts.credentialsThere}
      </p>
      <Button size="small" onClick={() => setIsReplacing(true)}>
        {texts.replace}
      </Button>
      {isReplacing && <CredentialsDialog channel={channel} onClose={() => setIsReplacing(false)} />}
    </div>
  )
}
