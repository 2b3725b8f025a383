type Given<Props> = { [Name in keyof Props]?: Exclude<Props[Name], undefined> }

/** Only the properties that were given: Radix tells an absent `open` from one that is undefined. */
export function given<Props extends object>(props: Props): Given<Props> {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as Given<Props>
}
