import { TellingSection } from '../../notifications/telling-section.tsx'
import { NotificationsPage } from '../../users/notifications-page.tsx'

/** What one is told of, and how. */
export function NotificationsPlace() {
  return (
    <>
      <NotificationsPage />
      <div className="border-t pt-6">
        <TellingSection />
      </div>
    </>
  )
}
