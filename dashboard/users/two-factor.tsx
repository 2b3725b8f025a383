import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { date } from '../ui/format.ts'
import { twoFactorQuery } from './queries.ts'
import { texts } from './texts.ts'
import { TwoFactorEnding } from './two-factor-ending.tsx'
import { TwoFactorSetup } from './two-factor-setup.tsx'

export function TwoFactor() {
  const { data } = useSuspenseQuery(twoFactorQuery)
  const [isOpen, setIsOpen] = useState(false)
  return (
    <div className="flex items-center gap-3 rounded-lg border px-3 py-2.5">
      <div className="min-w-0 flex-1">
        <Badge tone={data.isEnabled ? 'success' : 'neutral'}>
          {data.isEnabled ? texts.twoFactorOn : texts.twoFactorOff}
        </Badge>
        {data.enabledAt && (
          <p className="mt-1 text-xs text-muted">
            {texts.twoFactorSince(date(data.enabledAt))} · {texts.codesLeft(data.recoveryCodesLeft)}
          </p>
        )}
      </div>
      <Button onClick={() => setIsOpen(true)}>{data.isEnabled ? texts.switchOff : texts.setUpTwoFactor}</Button>
      {isOpen && data.isEnabled && <TwoFactorEnding onClose={() => setIsOpen(false)} />}
      {isOpen && !data.isEnabled && <TwoFactorSetup onClose={() => setIsOpen(false)} />}
    </div>
  )
}
