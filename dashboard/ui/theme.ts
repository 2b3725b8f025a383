export type Theme = 'system' | 'light' | 'dark'
export type Density = 'comfortable' | 'compact'

// theme-boot.js reads the same two keys before the first paint.
const keys = { theme: 'theme', density: 'density' } as const
const listeners = new Set<() => void>()

export function readTheme(): Theme {
  const stored = read(keys.theme)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

export function readDensity(): Density {
  return read(keys.density) === 'compact' ? 'compact' : 'comfortable'
}

export function setTheme(theme: Theme): void {
  write(keys.theme, theme === 'system' ? undefined : theme)
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
  tell()
}

export function setDensity(density: Density): void {
  write(keys.density, density === 'compact' ? density : undefined)
  document.documentElement.dataset['density'] = density
  tell()
}

/** Calls back whenever theme or density change, here or in another tab. */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener)
  if (listeners.size === 1) addEventListener('storage', followOtherTab)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) removeEventListener('storage', followOtherTab)
  }
}

function followOtherTab(event: StorageEvent): void {
  if (event.key === keys.theme) setTheme(readTheme())
  if (event.key === keys.density) setDensity(readDensity())
}

function tell(): void {
  for (const listener of listeners) listener()
}

// A browser that keeps nothing (private windows, blocked storage) still gets its theme until the page is left.
function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return document.documentElement.dataset[key]
  }
}

function write(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // It lasts as long as the page.
  }
}
