import { createContext, useContext } from 'react'

/** Scrolls the thread to one of its messages, and loads what is between. */
export const ShowMessageContext = createContext<(id: string) => void>(() => undefined)

export function useShowMessage(): (id: string) => void {
  return useContext(ShowMessageContext)
}
