import { MessagesSquare } from 'lucide-react'

import { FirstSteps } from '../../organizations/first-steps.tsx'
import { EmptyState } from '../../ui/state.tsx'
import { texts } from '../texts.ts'

export function NoThread() {
  return (
    <main className="hidden flex-1 flex-col items-center justify-center gap-6 overflow-y-auto p-6 md:flex">
      <FirstSteps />
      <EmptyState icon={<MessagesSquare />} title={texts.noThread} text={texts.noThreadHint} />
    </main>
  )
}
