/** What the pages of the settings keep of their filters in the address. */
type Name = 'tab' | 'q' | 'from' | 'to' | 'what' | 'who' | 'kind' | 'state' | 'delivery' | 'category'
export type SettingsSearch = { readonly [name in Name]?: string }

/** Each page of the settings has filters of its own; of all of them it keeps those that are words. */
export function readSettingsSearch(search: Record<string, unknown>): SettingsSearch {
  const entries = Object.entries(search).map(([name, value]) => [
    name,
    typeof value === 'number' ? String(value) : value,
  ])
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string' && value !== '')) as SettingsSearch
}
