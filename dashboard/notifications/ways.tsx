import { Switch } from '../ui/switch.tsx'
import { choose, useChoices } from './choices.ts'
import { texts } from './texts.ts'

/** How this browser tells of news. */
export function Ways() {
  const { desktop, sound } = useChoices()
  const isDenied = 'Notification' in globalThis && Notification.permission === 'denied'
  const allow = async (isWanted: boolean) => {
    if (isWanted && Notification.permission !== 'granted') await Notification.requestPermission()
    choose({ desktop: isWanted && Notification.permission === 'granted' })
  }
  return (
    <>
      {'Notification' in globalThis && (
        <Switch
          label={texts.desktop}
          hint={isDenied ? texts.desktopDenied : undefined}
          isOn={desktop && !isDenied}
          disabled={isDenied}
          onSwitch={(isWanted) => void allow(isWanted)}
        />
      )}
      <Switch label={texts.sound} isOn={sound} onSwitch={(isWanted) => choose({ sound: isWanted })} />
    </>
  )
}
