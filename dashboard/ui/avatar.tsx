import { useState, type ReactNode } from 'react'
import { classes } from './classes.ts'

export type AvatarSize = 'tiny' | 'small' | 'medium' | 'large' | 'huge'

const sizes: Record<AvatarSize, string> = {
  tiny: 'size-5 text-[0.5625rem]',
  small: 'size-6 text-2xs',
  medium: 'size-8 text-xs',
  large: 'size-10 text-sm',
  huge: 'size-16 text-xl',
}

// Written out, because Tailwind finds class names by reading.
const colours = [
  'bg-avatar-1 text-avatar-1-text',
  'bg-avatar-2 text-avatar-2-text',
  'bg-avatar-3 text-avatar-3-text',
  'bg-avatar-4 text-avatar-4-text',
  'bg-avatar-5 text-avatar-5-text',
  'bg-avatar-6 text-avatar-6-text',
  'bg-avatar-7 text-avatar-7-text',
  'bg-avatar-8 text-avatar-8-text',
]

export type AvatarProps = {
  name: string
  src?: string | undefined
  /** What decides the colour; an id keeps it when the name changes. */
  seed?: string | undefined
  size?: AvatarSize | undefined
  /** A small sign at the lower corner, such as a channel's icon or a PresenceDot. */
  corner?: ReactNode
  /** Set where the name does not stand beside the picture; otherwise it is decoration. */
  isNamed?: boolean | undefined
}

export function Avatar({ name, src, seed = name, size = 'medium', corner, isNamed = false }: AvatarProps) {
  const [brokenSrc, setBrokenSrc] = useState<string | undefined>(undefined)
  const shownSrc = src === brokenSrc ? undefined : src
  const role = isNamed ? { role: 'img', 'aria-label': name } : { 'aria-hidden': true }
  return (
    <span {...role} className="relative inline-flex shrink-0">
      <span
        // As text they would be part of what a button around them says it is, beside its name.
        data-initials={shownSrc ? undefined : initials(name)}
        className={classes(
          'inline-flex items-center justify-center overflow-hidden rounded-full font-medium select-none before:content-[attr(data-initials)]',
          sizes[size],
          colours[hash(seed) % colours.length],
        )}
      >
        {shownSrc && (
          <img src={shownSrc} alt="" className="size-full object-cover" onError={() => setBrokenSrc(shownSrc)} />
        )}
      </span>
      {corner && <span className="absolute -end-0.5 -bottom-0.5 inline-flex">{corner}</span>}
    </span>
  )
}

export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => /^\p{L}/u.test(word))
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '')
  return letters.join('').toLocaleUpperCase() || '#'
}

function hash(text: string): number {
  let sum = 0
  for (const sign of text) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) >>> 0
  return sum
}
