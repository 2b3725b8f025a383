import type { ComponentProps } from 'react'
import { classes } from './classes.ts'
import { safeUrl } from './safe-url.ts'

export const linkClasses =
  'rounded-sm text-accent-text underline decoration-accent-text/40 underline-offset-2 hover:decoration-current'

/** A link out of the app: it opens a new tab and learns nothing of where it was pressed. An unsafe address is plain text. */
export function ExternalLink({ href, className, children, ...rest }: ComponentProps<'a'> & { href: string }) {
  const url = safeUrl(href)
  if (!url) return <span className={className}>{children}</span>
  return (
    <a
      {...rest}
      href={url}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className={classes(linkClasses, className)}
    >
      {children}
    </a>
  )
}
