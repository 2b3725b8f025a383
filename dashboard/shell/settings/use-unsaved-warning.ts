import { useBlocker } from '@tanstack/react-router'

import { askToConfirm } from '../../ui/confirm.tsx'
import { hasUnsaved } from '../../ui/unsaved.ts'
import { texts } from './texts.ts'

interface Place {
  pathname: string
  search: object
}

const question = {
  title: texts.leaveTitle,
  text: texts.leaveText,
  confirmLabel: texts.leave,
  cancelLabel: texts.stay,
  isDanger: true,
}

/** Whoever leaves a form that is not saved is asked first, also by the browser. */
export function useUnsavedWarning(): void {
  useBlocker({ shouldBlockFn, enableBeforeUnload: hasUnsaved })
}

/** Filters may change as they like: only another page or tab takes what is written away. */
async function shouldBlockFn({ current, next }: { current: Place; next: Place }): Promise<boolean> {
  const isSame = current.pathname === next.pathname && tabOf(current) === tabOf(next)
  return !isSame && hasUnsaved() && !(await askToConfirm(question))
}

function tabOf({ search }: Place): unknown {
  return 'tab' in search ? search.tab : undefined
}
