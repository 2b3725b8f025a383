import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { calendarDate } from '../ui/format.ts'
import { twoFactorQuery } from './queries.ts'
import { texts } from './texts.ts'
import { TwoFactorEnding } from './two-factor-ending.tsx'
import { TwoFactorSetup } from './two-factor-setup.tsx'

export function TwoFactor() {
  const { data } = useSuspenseQuery(twoFactorQuery)
  // Which one it is stays, whatever becomes of the log-in meanwhile: the recovery codes are seen only once.
  const [open, setOpen] = useState<'setup' | 'ending' | undefined>()
  const close = () => setOpen(undefined)
  return (
    <div className="flex items-center gap-3 rounded-lg border px-3 py-2.5">
      <div className="min-w-0 flex-1">
        <Badge tone={data.isEnabled ? 'success' : 'neutral'}>
          {data.isEnabled ? texts.twoFactorOn : texts.twoFactorOff}
        </Badge>
        {data.enabledAt && (
          <p className="mt-1 text-xs text-muted">
            {texts.twoFactorSince(calendarDate(data.enabledAt))} · {texts.codesLeft(data.recoveryCodesLeft)}
          </p>
        )}
      </div>
      <Button onClick={() => setOpen(data.isEnabled ? 'ending' : 'setup')}>
        {data.isEnabled ? texts.switchOff : texts.setUpTwoFactor}
      </Button>
      {open === 'ending' && <TwoFactorEnding onClose={close} />}
      {open === 'setup' && <TwoFactorSetup onClose={close} />}
    </div>
  )
}
