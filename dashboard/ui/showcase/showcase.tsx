import { Moon, Monitor, Sun } from 'lucide-react'
import { SegmentedControl } from '../segmented-control.tsx'
import { setDensity, setTheme } from '../theme.ts'
import { useDensity, useTheme } from '../use-theme.ts'
import { ButtonSamples } from './button-samples.tsx'
import { ChoiceSamples } from './choice-samples.tsx'
import { ColourSamples } from './colour-samples.tsx'
import { FeedbackSamples } from './feedback-samples.tsx'
import { FieldSamples } from './field-samples.tsx'
import { FileSamples } from './file-samples.tsx'
import { ListSamples } from './list-samples.tsx'
import { OverlaySamples } from './overlay-samples.tsx'
import { PeopleSamples } from './people-samples.tsx'
import { StateSamples } from './state-samples.tsx'
import { TextSamples } from './text-samples.tsx'
import { texts } from './texts.ts'

const sections = [
  { id: 'colours', Samples: ColourSamples },
  { id: 'text', Samples: TextSamples },
  { id: 'buttons', Samples: ButtonSamples },
  { id: 'fields', Samples: FieldSamples },
  { id: 'choices', Samples: ChoiceSamples },
  { id: 'files', Samples: FileSamples },
  { id: 'overlays', Samples: OverlaySamples },
  { id: 'feedback', Samples: FeedbackSamples },
  { id: 'states', Samples: StateSamples },
  { id: 'people', Samples: PeopleSamples },
  { id: 'lists', Samples: ListSamples },
] as const

/** Every piece of the design system in all its states. */
export function Showcase() {
  return (
    <div className="min-h-screen bg-canvas text-text">
      <header className="sticky top-0 z-30 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b bg-surface px-4 py-2.5 md:px-8">
        <h1 className="text-base font-semibold tracking-tight">{texts.title}</h1>
        <div className="flex flex-wrap gap-2">
          <ThemeSwitch />
          <DensitySwitch />
        </div>
      </header>
      <div className="mx-auto flex max-w-6xl gap-12 px-4 md:px-8">
        <nav aria-label={texts.sections} className="sticky top-13 hidden h-fit w-40 shrink-0 py-8 md:block">
          <ul className="flex flex-col gap-0.5">
            {sections.map(({ id }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className="-ms-2 block rounded-md px-2 py-1 text-muted hover:bg-hover hover:text-text"
                >
                  {texts[id].title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main className="min-w-0 flex-1 py-8">
          <p className="max-w-2xl pb-8 text-base text-pretty text-muted">{texts.introduction}</p>
          {sections.map(({ id, Samples }) => (
            <section key={id} id={id} aria-labelledby={`${id}-title`} className="scroll-mt-16 border-t py-8">
              <h2 id={`${id}-title`} className="text-lg font-semibold tracking-tight">
                {texts[id].title}
              </h2>
              <p className="mt-1 mb-5 max-w-2xl text-pretty text-muted">{texts[id].description}</p>
              <Samples />
            </section>
          ))}
        </main>
      </div>
    </div>
  )
}

function ThemeSwitch() {
  const theme = useTheme()
  return (
    <SegmentedControl
      label={texts.theme}
      value={theme}
      onValueChange={setTheme}
      isIconOnly
      segments={[
        { value: 'system', label: texts.system, icon: <Monitor aria-hidden /> },
        { value: 'light', label: texts.light, icon: <Sun aria-hidden /> },
        { value: 'dark', label: texts.dark, icon: <Moon aria-hidden /> },
      ]}
    />
  )
}

function DensitySwitch() {
  const density = useDensity()
  return (
    <SegmentedControl
      label={texts.density}
      value={density}
      onValueChange={setDensity}
      segments={[
        { value: 'comfortable', label: texts.comfortable },
        { value: 'compact', label: texts.compact },
      ]}
    />
  )
}
