import { FormSection } from '../ui/form-layout.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { SegmentedControl } from '../ui/segmented-control.tsx'
import { setDensity, setTheme } from '../ui/theme.ts'
import { useDensity, useTheme } from '../ui/use-theme.ts'
import { texts } from './texts.ts'

export function AppearancePage() {
  const theme = useTheme()
  const density = useDensity()
  return (
    <>
      <PageHeader title={texts.appearance} description={texts.appearanceAbout} />
      <div>
        <FormSection title={texts.theme} description={texts.themeAbout}>
          <SegmentedControl
            label={texts.theme}
            className="min-w-80"
            value={theme}
            onValueChange={setTheme}
            segments={[
              { value: 'light', label: texts.light },
              { value: 'dark', label: texts.dark },
              { value: 'system', label: texts.system },
            ]}
          />
        </FormSection>
        <FormSection title={texts.density} description={texts.densityAbout}>
          <SegmentedControl
            label={texts.density}
            className="min-w-60"
            value={density}
            onValueChange={setDensity}
            segments={[
              { value: 'comfortable', label: texts.comfortable },
              { value: 'compact', label: texts.compact },
            ]}
          />
        </FormSection>
      </div>
    </>
  )
}
