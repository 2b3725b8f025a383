import { Download } from 'lucide-react'
import type { ReactNode } from 'react'

import { Button } from '../ui/button.tsx'
import { buttonClasses } from '../ui/button-classes.ts'
import { Card } from '../ui/card.tsx'
import { Menu, MenuLink } from '../ui/menu.tsx'
import { tip } from '../ui/tooltip.tsx'
import { texts } from './texts.ts'

export interface ReportFile {
  label: string
  href: string
}

/** A plot or a table of the reports, with the files that it is as well. */
export function PlotCard({
  title,
  text,
  files,
  children,
}: {
  title: string
  text?: ReactNode
  files: ReportFile[]
  children: ReactNode
}) {
  return (
    <Card title={title} actions={<Files title={title} files={files} />}>
      {text && <p className="-mt-4.5 mb-4 text-muted">{text}</p>}
      {children}
    </Card>
  )
}

function Files({ title, files }: { title: string; files: ReportFile[] }) {
  const label = texts.downloadOf(title)
  const icon = <Download aria-hidden className="size-4" />
  const [only] = files
  if (only && files.length === 1) {
    return (
      <a
        href={only.href}
        download
        aria-label={label}
        {...tip(label)}
        className={buttonClasses({ variant: 'quiet', size: 'small' })}
      >
        {icon}
        {texts.download}
      </a>
    )
  }
  const trigger = (
    <Button variant="quiet" size="small" icon={icon} aria-label={label} {...tip(label)}>
      {texts.download}
    </Button>
  )
  return (
    <Menu trigger={trigger} align="end">
      {files.map((file) => (
        <MenuLink key={file.href}>
          <a href={file.href} download>
            {file.label}
          </a>
        </MenuLink>
      ))}
    </Menu>
  )
}
