/** Whose phone is played, on which channel. */
export interface SimulatorSearch {
  channelId?: string
  contact?: string
}

export function readSimulatorSearch(search: Record<string, unknown>): SimulatorSearch {
  const { channelId, contact } = search
  return {
    ...(typeof channelId === 'string' && /^[0-9a-f]{24}$/.test(channelId) ? { channelId } : {}),
    // The router reads the digits of a person's id as a number.
    ...(typeof contact === 'string' || typeof contact === 'number' ? { contact: String(contact).slice(0, 40) } : {}),
  }
}
