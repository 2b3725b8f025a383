import { Paperclip } from 'lucide-react'
import { useState } from 'react'
import { ColorInput } from '../color-input.tsx'
import { Field } from '../field.tsx'
import { FileButton, FileDrop } from '../file-drop.tsx'
import { Lightbox } from '../lightbox.tsx'
import { showToast } from '../toasts.ts'
import { Sample, Samples } from './sample.tsx'

const pictures = ['Sea', 'Field'].map((alt, index) => ({ alt, src: drawing(index) }))

export function FileSamples() {
  const [colour, setColour] = useState('#0f766e')
  const [index, setIndex] = useState<number | undefined>(undefined)
  const take = (files: File[], refusals: string[]) => {
    for (const file of files) showToast({ text: `${file.name} would be sent.`, tone: 'success' })
    for (const refusal of refusals) showToast({ text: refusal, tone: 'danger' })
  }
  return (
    <Samples>
      <Sample name="FileDrop">
        <div className="w-full">
          <FileDrop accept="image/*,.csv" maxBytes={2_000_000} onFiles={take} hint="Pictures and CSV up to 2 MB." />
        </div>
      </Sample>
      <Sample name="FileButton, ColorInput, Lightbox">
        <FileButton label="Attach" isIconOnly icon={<Paperclip className="size-4" />} onFiles={take} />
        <FileButton label="Attach a file" maxFiles={1} onFiles={take} />
        <Field label="Accent" isGroup>
          <ColorInput label="Accent" value={colour} onValueChange={setColour} />
        </Field>
        <div className="flex gap-2">
          {pictures.map(({ src, alt }, at) => (
            <button key={alt} type="button" aria-label={`Open ${alt}`} onClick={() => setIndex(at)}>
              <img src={src} alt="" className="h-20 w-28 rounded-md border object-cover" />
            </button>
          ))}
        </div>
        <Lightbox pictures={pictures} index={index} onIndexChange={setIndex} />
      </Sample>
    </Samples>
  )
}

function drawing(index: number): string {
  const [sky, ground] = [
    ['#b8d8e8', '#2f7f8f'],
    ['#f2dcb3', '#7f9f4a'],
  ][index] ?? ['#ffffff', '#000000']
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800"><rect width="1200" height="800" fill="${sky}"/><circle cx="850" cy="260" r="90" fill="#ffffff"/><path d="M0 560 Q300 440 600 540 T1200 500 V800 H0Z" fill="${ground}"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
