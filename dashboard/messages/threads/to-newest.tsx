import { ArrowDown } from 'lucide-react'

import { texts } from '../texts.ts'

export function ToNewest({ isShown, count, onPress }: { isShown: boolean; count: number; onPress: () => void }) {
  if (!isShown) return undefined
  return (
    <button
      type="button"
      aria-label={count > 0 ? undefined : texts.toNewest}
      data-tip={count > 0 ? undefined : texts.toNewest}
      onClick={onPress}
      className="absolute inset-x-0 bottom-3 z-10 mx-auto flex h-8 w-fit min-w-8 items-center justify-center gap-1.5 rounded-full border border-line-strong bg-raised px-2 text-xs font-medium text-text shadow-raised hover:bg-hover"
    >
      <ArrowDown aria-hidden className="size-4" />
      {count > 0 && <span className="pe-1">{texts.newSince(count)}</span>}
    </button>
  )
}
