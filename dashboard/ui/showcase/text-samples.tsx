import { useState } from 'react'
import { Highlight } from '../highlight.tsx'
import { InlineEdit } from '../inline-edit.tsx'
import { Kbd } from '../kbd.tsx'
import { ExternalLink } from '../link.tsx'
import { RelativeTime } from '../relative-time.tsx'
import { SafeText } from '../safe-text.tsx'
import { Sample, Samples } from './sample.tsx'

const minute = 60_000
const written =
  'Hello Ana,\nthe plan is at https://example.com/plans?id=12 (page 3).\nWrite to sales@example.com if it is late.'

export function TextSamples() {
  const [now] = useState(() => Date.now())
  return (
    <Samples>
      <Sample name="Sizes">
        <div className="flex flex-col gap-1.5">
          <span className="text-xl font-semibold tracking-tight">Page title, 20</span>
          <span className="text-lg font-semibold">Section, 16</span>
          <span className="text-base font-medium">Emphasis, 14</span>
          <span className="text-sm">Everything else, 13</span>
          <span className="text-xs text-muted">Details, 12</span>
          <span className="text-2xs text-faint">Captions, 11</span>
        </div>
      </Sample>
      <Sample name="SafeText, Highlight, ExternalLink">
        <SafeText text={written} words="plan" />
        <p>
          <Highlight text="José Álvarez wrote about the invoice" words="jose invoice" />
        </p>
        <ExternalLink href="https://example.com">A link out of the app</ExternalLink>
      </Sample>
      <Sample name="InlineEdit">
        <EditSamples />
      </Sample>
      <Sample name="Kbd, RelativeTime">
        <div className="flex w-full flex-wrap gap-3">
          <Kbd keys="mod+k" />
          <Kbd keys="g i" />
          <Kbd keys="shift+enter" />
          <Kbd keys="?" />
        </div>
        <div className="flex flex-wrap gap-4 text-muted">
          {[0, 7, 200, 3000, 50_000, 800_000].map((ago) => (
            <RelativeTime key={ago} moment={now - ago * minute} />
          ))}
          <RelativeTime moment={now - 200 * minute} length="long" />
        </div>
      </Sample>
    </Samples>
  )
}

function EditSamples() {
  const [name, setName] = useState('Ana Duarte')
  const saveSlowly = async (value: string) => {
    await new Promise((resolve) => setTimeout(resolve, 1200))
    setName(value)
  }
  const fail = async () => {
    await new Promise((resolve) => setTimeout(resolve, 600))
    throw new Error('Not saved: there is no connection.')
  }
  return (
    <div className="grid w-full grid-cols-[5rem_1fr] items-center gap-x-3 gap-y-1 [&>span]:text-muted">
      <span>Name</span>
      <InlineEdit label="Name" value={name} onSave={saveSlowly} />
      <span>Mail</span>
      <InlineEdit label="Mail" value="" placeholder="Add an address" onSave={fail} />
      <span>About</span>
      <InlineEdit label="About" value="Prefers to be called in the morning." isMultiline onSave={saveSlowly} />
      <span>Since</span>
      <InlineEdit label="Since" value="12 March 2026" isReadOnly onSave={fail} />
    </div>
  )
}
