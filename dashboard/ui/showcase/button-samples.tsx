import { Archive, Plus, Reply, Star, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { buttonClasses } from '../button-classes.ts'
import { Button } from '../button.tsx'
import { CopyButton } from '../copy-button.tsx'
import { IconButton } from '../icon-button.tsx'
import { Tooltip } from '../tooltip.tsx'
import { Sample, Samples } from './sample.tsx'

export function ButtonSamples() {
  return (
    <Samples>
      <Sample name="Variants">
        <Button variant="primary">Primary</Button>
        <Button>Secondary</Button>
        <Button variant="quiet">Quiet</Button>
        <Button variant="danger">Delete</Button>
        <a href="#buttons" className={buttonClasses()}>
          Link
        </a>
      </Sample>
      <Sample name="Sizes and icons">
        <Button size="small" icon={<Plus className="size-3.5" />}>
          Small
        </Button>
        <Button icon={<Plus className="size-4" />}>Medium</Button>
        <Button size="large" icon={<Plus className="size-4" />}>
          Large
        </Button>
      </Sample>
      <Sample name="Disabled and busy">
        <Button disabled>Disabled</Button>
        <Button variant="primary" disabled>
          Disabled
        </Button>
        <Button variant="primary" isBusy>
          Saving
        </Button>
        <BusySample />
      </Sample>
      <Sample name="IconButton, Tooltip, CopyButton">
        <IconButton label="Reply" keys="r">
          <Reply className="size-4" />
        </IconButton>
        <IconButton label="Archive" keys="mod+e" variant="secondary">
          <Archive className="size-4" />
        </IconButton>
        <StarSample />
        <IconButton label="Delete" disabled>
          <Trash2 className="size-4" />
        </IconButton>
        <Tooltip text="It opens on Monday">
          <Button>Hover me</Button>
        </Tooltip>
        <CopyButton text="Copied from the showcase" />
        <CopyButton text="Copied from the showcase" label="Copy the text" />
      </Sample>
    </Samples>
  )
}

function BusySample() {
  const [isBusy, setIsBusy] = useState(false)
  const work = () => {
    setIsBusy(true)
    setTimeout(() => setIsBusy(false), 1500)
  }
  return (
    <Button isBusy={isBusy} onClick={work}>
      Press to work
    </Button>
  )
}

function StarSample() {
  const [isPressed, setIsPressed] = useState(true)
  return (
    <IconButton label="Star" isPressed={isPressed} onClick={() => setIsPressed(!isPressed)}>
      <Star className="size-4" />
    </IconButton>
  )
}
