import { Fragment } from 'react'
import { classes } from './classes.ts'
import { Highlight } from './highlight.tsx'
import { linkParts } from './link-parts.ts'
import { ExternalLink } from './link.tsx'

/** Plain text as it was written: lines kept, addresses as safe links, searched words marked. */
export function SafeText({
  text,
  words = '',
  className,
}: {
  text: string
  words?: string | undefined
  className?: string
}) {
  let at = 0
  const parts = linkParts(text).map((part) => {
    const key = at
    at += part.text.length
    return { ...part, key }
  })
  return (
    <span className={classes('wrap-anywhere whitespace-pre-wrap', className)} dir="auto">
      {parts.map(({ key, text: shown, url }) => {
        const content = <Highlight text={shown} words={words} />
        return url ? (
          <ExternalLink key={key} href={url} dir="ltr" className="text-current!">
            {content}
          </ExternalLink>
        ) : (
          <Fragment key={key}>{content}</Fragment>
        )
      })}
    </span>
  )
}
