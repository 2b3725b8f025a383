/** One line or row of bars of a plot. */
export interface Series {
  key: string
  label: string
  /** One of ui's, told apart also by who sees few colours; lines differ in their dashes as well. */
  colour: string
  dash?: string
}

/** What a plot has at one step: its first day, and a value for each series. */
export type Point = { start: string } & Record<string, number | string | null>
