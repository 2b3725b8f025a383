import { useMay } from '../../api/session.ts'
import { settingsGroups } from './settings-pages.ts'

/** The pages that this person has something to do on. */
export function useSettingsGroups() {
  const may = useMay()
  return settingsGroups
    .map(({ label, pages }) => ({ label, pages: pages.filter(({ needs }) => needs === undefined || may(needs)) }))
    .filter(({ pages }) => pages.length > 0)
}
