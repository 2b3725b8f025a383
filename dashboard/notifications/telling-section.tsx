import { Checkbox } from '../ui/checkbox.tsx'
import { FormSection } from '../ui/form-layout.tsx'
import { chooseFor, isWanted, kinds, useChoices, ways } from './choices.ts'
import type { Kind } from './choices.ts'
import { texts } from './texts.ts'
import { Ways } from './ways.tsx'

/** How this browser tells of news, and of which: settings of a machine, not of a person. */
export function TellingSection() {
  const { desktop, sound } = useChoices()
  return (
    <FormSection title={texts.browser} description={texts.browserAbout}>
      <Ways />
      {(desktop || sound) && <KindTable />}
    </FormSection>
  )
}

const heading = 'border-b py-2 text-xs font-medium text-muted'

function KindTable() {
  return (
    <table aria-label={texts.kinds} className="w-full">
      <thead>
        <tr>
          <th scope="col" className={`${heading} text-start`}>
            {texts.kinds}
          </th>
          {ways.map((way) => (
            <th key={way} scope="col" className={`${heading} w-20 text-center`}>
              {texts.ways[way]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {kinds.map((kind) => (
          <KindRow key={kind} kind={kind} />
        ))}
      </tbody>
    </table>
  )
}

function KindRow({ kind }: { kind: Kind }) {
  const choices = useChoices()
  return (
    <tr>
      <th scope="row" className="border-b py-1.5 text-start font-normal">
        {texts.kindNames[kind]}
      </th>
      {ways.map((way) => (
        <td key={way} className="border-b text-center">
          <Checkbox
            aria-label={texts.kindBy(texts.kindNames[kind], texts.ways[way])}
            isChecked={isWanted(choices, kind, way)}
            disabled={!choices[way]}
            onCheckedChange={(isChecked) => chooseFor(kind, way, isChecked)}
          />
        </td>
      ))}
    </tr>
  )
}
