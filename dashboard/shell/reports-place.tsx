import { useNavigate, useSearch } from '@tanstack/react-router'

import { ReportsPage } from '../reports/reports-page.tsx'

export function ReportsPlace() {
  const search = useSearch({ from: '/inside/reports' })
  const navigate = useNavigate()
  return <ReportsPage search={search} onSearch={(next) => void navigate({ to: '.', search: next, replace: true })} />
}
