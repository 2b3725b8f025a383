export const contactTabs = ['overview', 'conversations', 'timeline', 'notes', 'files'] as const
export type ContactTab = (typeof contactTabs)[number]

/** What of a contact’s page stands in its address. */
export interface ContactSearch {
  tab?: ContactTab
}

export function readContactSearch({ tab }: Record<string, unknown>): ContactSearch {
  const found = contactTabs.find((each) => each === tab)
  return found && found !== 'overview' ? { tab: found } : {}
}
