import { MessagesSquare } from 'lucide-react'

import { EmptyState } from '../../ui/state.tsx'
import { texts } from '../texts.ts'

export function NoThread() {
  return (
    <div className="hidden flex-1 items-center justify-center md:flex">
      <EmptyState icon={<MessagesSquare />} title={texts.noThread} text={texts.noThreadHint} />
    </div>
  )
}
