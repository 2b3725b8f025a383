import { CheckCheck, TriangleAlert } from 'lucide-react'
import { Avatar } from '../avatar.tsx'
import { Badge, CountBadge, type Tone } from '../badge.tsx'
import { Card } from '../card.tsx'
import { Disclosure } from '../disclosure.tsx'
import { PageHeader } from '../page-header.tsx'
import { PresenceDot } from '../presence-dot.tsx'
import { Button } from '../button.tsx'
import { people } from './people.ts'
import { Sample, Samples } from './sample.tsx'

const tones: Tone[] = ['neutral', 'accent', 'success', 'info', 'warning', 'danger', 'note']

export function PeopleSamples() {
  return (
    <Samples>
      <Sample name="Avatar">
        {people.map(({ name }) => (
          <Avatar key={name} name={name} isNamed />
        ))}
        <div className="flex w-full items-center gap-3">
          <Avatar name="Ana Duarte" size="tiny" />
          <Avatar name="Ana Duarte" size="small" />
          <Avatar name="Ana Duarte" corner={<PresenceDot presence="online" label="Online" />} />
          <Avatar name="Ben Okafor" size="large" corner={<PresenceDot presence="away" label="Away" />} />
          <Avatar name="Cleo Marchetti" size="huge" corner={<PresenceDot presence="offline" label="Offline" />} />
          <Avatar name="+1 555 010 99" />
        </div>
      </Sample>
      <Sample name="Badge, CountBadge, PresenceDot">
        {tones.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
        <Badge tone="danger" icon={<TriangleAlert aria-hidden />}>
          Failed
        </Badge>
        <Badge tone="success" icon={<CheckCheck aria-hidden />}>
          Read
        </Badge>
        <CountBadge count={3} label="3 unread" isStrong />
        <CountBadge count={128} label="128 conversations" />
        <PresenceDot presence="online" label="Online" />
        <PresenceDot presence="away" label="Away" />
        <PresenceDot presence="offline" label="Offline" />
      </Sample>
      <Sample name="PageHeader, Card, Disclosure" isWide>
        <div className="w-full">
          <PageHeader
            title="Channels"
            description="Where messages come from and go to."
            actions={<Button variant="primary">Connect a channel</Button>}
          />
          <Card
            title="Card"
            description="A frame around what belongs together."
            actions={<Button size="small">Edit</Button>}
          >
            <Disclosure title="A part that folds away" isOpen end={<Badge>2</Badge>}>
              <p className="text-muted">What is inside.</p>
            </Disclosure>
            <Disclosure title="Another one">
              <p className="text-muted">What is inside.</p>
            </Disclosure>
          </Card>
        </div>
      </Sample>
    </Samples>
  )
}
