import { useMediaQuery } from '../../ui/use-media-query.ts'

/** Whether the list has room beside the thread. */
export function useIsWide(): boolean {
  return useMediaQuery('(min-width: 48rem)')
}

/** Whether the contact has room beside both. */
export function useIsVeryWide(): boolean {
  return useMediaQuery('(min-width: 75rem)')
}
