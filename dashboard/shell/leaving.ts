import { useSignOut } from '../api/session.ts'
import { countUnsent, forgetUnsent } from '../messages/unsent.ts'
import { askToConfirm } from '../ui/confirm.tsx'
import { showToast } from '../ui/toasts.ts'
import { texts } from './texts.ts'

/** Signs out. What was said and has not left is lost with it, for it would stay behind on this machine: that is asked first. */
export function useLeaving(): () => Promise<void> {
  const signOut = useSignOut()
  return async () => {
    const unsent = countUnsent()
    if (unsent > 0 && !(await askToConfirm(texts.leaveUnsent(unsent)))) return
    try {
      await signOut(forgetUnsent)
    } catch {
      showToast({ text: texts.notSignedOut, tone: 'danger' })
    }
  }
}
