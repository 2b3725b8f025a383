import { Outlet } from '@tanstack/react-router'

export function InboxPage() {
  return (
    <div className="flex min-h-0 flex-1">
      <Outlet />
    </div>
  )
}
