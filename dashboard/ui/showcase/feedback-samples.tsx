import { WifiOff } from 'lucide-react'
import type { Tone } from '../badge.tsx'
import { Banner } from '../banner.tsx'
import { Button } from '../button.tsx'
import { Progress } from '../progress.tsx'
import { Spinner } from '../spinner.tsx'
import { showToast } from '../toasts.ts'
import { announce } from '../use-announce.tsx'
import { Sample, Samples } from './sample.tsx'

const banners: [Tone, string][] = [
  ['info', 'The import runs; you can leave this page.'],
  ['success', 'The number is connected.'],
  ['warning', 'The window closes in two hours.'],
  ['note', 'Only your colleagues see this.'],
]

export function FeedbackSamples() {
  const undo = { label: 'Undo', keys: 'z', onAction: () => void showToast({ text: 'Taken back' }) }
  return (
    <Samples>
      <Sample name="Toasts">
        <Button onClick={() => showToast({ text: 'Saved', tone: 'success' })}>Short</Button>
        <Button onClick={() => showToast({ text: 'Resolved', action: undo, seconds: 5, hasCountdown: true })}>
          With Undo
        </Button>
        <Button onClick={() => showToast({ text: 'Not sent: the number is not valid.', tone: 'danger' })}>
          Failed
        </Button>
        <Button variant="quiet" onClick={() => announce('This was said and not shown.')}>
          Announce
        </Button>
      </Sample>
      <Sample name="Progress, Spinner">
        <div className="flex w-full flex-col gap-4">
          <Progress label="Importing" value={0.42} detail="4,200 of 10,000" />
          <Progress label="Preparing" />
          <Spinner label="Loading" className="text-muted" />
        </div>
      </Sample>
      <Sample name="Banner" isWide>
        <div className="flex w-full flex-col gap-2">
          {banners.map(([tone, text]) => (
            <Banner key={tone} tone={tone} onDismiss={() => undefined}>
              {text}
            </Banner>
          ))}
          <Banner tone="danger" icon={<WifiOff />} action={<Button size="small">Try now</Button>}>
            There is no connection. What you write is sent when it is back.
          </Banner>
        </div>
      </Sample>
    </Samples>
  )
}
