import { cloneElement, type ReactElement } from 'react'
import { given } from './given.ts'

export type TipSide = 'above' | 'below' | 'start' | 'end'
type TipProps = { 'data-tip': string; 'data-tip-keys'?: string; 'data-tip-side'?: TipSide }

/** The attributes by which the one layer of tooltips knows what to say: thousands of rows cost nothing. */
export function tip(
  text: string,
  { keys, side }: { keys?: string | undefined; side?: TipSide | undefined } = {},
): TipProps {
  return { 'data-tip': text, ...given({ 'data-tip-keys': keys, 'data-tip-side': side }) }
}

/** Says more about its child on hover and focus. `aria-description` tells it to those who hear the page. */
export function Tooltip({
  text,
  keys,
  side,
  children,
}: {
  text: string
  keys?: string | undefined
  side?: TipSide | undefined
  children: ReactElement<Record<string, unknown>>
}) {
  return cloneElement(children, { ...tip(text, { keys, side }), 'aria-description': text })
}
