import { Download } from 'lucide-react'
import type { ReactNode } from 'react'

import { buttonClasses } from '../ui/button-classes.ts'
import { Card } from '../ui/card.tsx'
import { tip } from '../ui/tooltip.tsx'
import { texts } from './texts.ts'

/** A plot or a table of the reports, with the file that it is as well. */
export function PlotCard({
  title,
  text,
  file,
  className,
  children,
}: {
  title: string
  text?: ReactNode
  file: string
  className?: string
  children: ReactNode
}) {
  const label = texts.downloadOf(title)
  return (
    <Card
      title={title}
      description={text}
      {...(className ? { className } : {})}
      actions={
        <a
          href={file}
          download
          aria-label={label}
          {...tip(label)}
          className={buttonClasses({ variant: 'quiet', size: 'small' })}
        >
          <Download aria-hidden className="size-4" />
          {texts.download}
        </a>
      }
    >
      {children}
    </Card>
  )
}
