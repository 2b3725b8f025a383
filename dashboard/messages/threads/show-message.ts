import { createContext, useContext } from 'react'

/** Scrolls the thread to one of its messages, and loads what is between; undefined beside the thread. */
export const ShowMessageContext = createContext<((id: string) => void) | undefined>(undefined)

export function useShowMessage(): ((id: string) => void) | undefined {
  return useContext(ShowMessageContext)
}
