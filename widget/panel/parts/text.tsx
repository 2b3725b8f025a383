import { partsOf } from '../links.ts'

/** Never anything but text: what looks like mark-up is shown as it was written. */
export function Text({ content }: { content: string }) {
  return (
    <>
      {partsOf(content).map(({ text, href }) =>
        href ? (
          <a href={href} target="_blank" rel="noopener noreferrer nofollow">
            {text}
          </a>
        ) : (
          text
        ),
      )}
    </>
  )
}
