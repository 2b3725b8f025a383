import type { ReactNode } from 'react'

import { Disclosure } from '../ui/disclosure.tsx'
import { useOpenSection } from './section-memory.ts'

/** A part of the panel that folds away and stays so. What is folded away is not even asked for. */
export function PanelSection({
  id,
  title,
  count,
  isOpenAtFirst = true,
  children,
}: {
  id: string
  title: string
  count?: number | undefined
  isOpenAtFirst?: boolean
  children: ReactNode
}) {
  const [isOpen, setIsOpen] = useOpenSection(id, isOpenAtFirst)
  const end = count ? <span className="pe-1 text-xs font-normal text-faint tabular-nums">{count}</span> : undefined
  return (
    <div className="border-t px-2 py-1">
      <Disclosure title={title} end={end} isOpen={isOpen} onToggle={setIsOpen}>
        {isOpen && children}
      </Disclosure>
    </div>
  )
}
