import { useSyncExternalStore } from 'react'
import { onThemeChange, readDensity, readTheme, type Density, type Theme } from './theme.ts'
import { useMediaQuery } from './use-media-query.ts'

export function useTheme(): Theme {
  return useSyncExternalStore(onThemeChange, readTheme)
}

export function useDensity(): Density {
  return useSyncExternalStore(onThemeChange, readDensity)
}

/** What is on the screen, when the theme follows the system. */
export function useShownTheme(): 'light' | 'dark' {
  const theme = useTheme()
  const isSystemDark = useMediaQuery('(prefers-color-scheme: dark)')
  if (theme !== 'system') return theme
  return isSystemDark ? 'dark' : 'light'
}
