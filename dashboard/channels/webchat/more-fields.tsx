import { Checkbox } from '../../ui/checkbox.tsx'
import { texts } from './texts.ts'
import type { PartProps } from './webchat-editor.tsx'

export function MoreFields({ draft: { files, csat }, set }: PartProps) {
  return (
    <>
      <Checkbox label={texts.files} isChecked={files.isOn} onCheckedChange={(isOn) => set({ files: { isOn } })} />
      <Checkbox
        label={texts.csat}
        hint={texts.csatHint}
        isChecked={csat.isAutomatic}
        onCheckedChange={(isAutomatic) => set({ csat: { isAutomatic } })}
      />
    </>
  )
}
