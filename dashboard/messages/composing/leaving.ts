/** What can be done with the conversation as one sends: it is not this feature that knows how. */
export interface Leaving {
  resolve: () => void
  snooze: (until: Date) => void
  /** Until when, seen from now. */
  snoozeChoices: () => Array<{ label: string; at: Date }>
}
