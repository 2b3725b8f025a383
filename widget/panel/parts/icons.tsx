const paths = {
  close: 'M6 6l12 12M18 6 6 18',
  attach:
    'M19.500 11.500 12 19a4.600 4.600 0 0 1-6.500-6.500l7.800-7.800a3.100 3.100 0 0 1 4.400 4.400l-7.700 7.700a1.500 1.500 0 0 1-2.200-2.200l7-7',
  send: 'M5 12h13M12.500 6l6 6-6 6',
  down: 'M12 5v13M6 12.500l6 6 6-6',
  one: 'M5 12.500l4.500 4.500L19 7.500',
  two: 'M2.500 12.500 7 17l9.500-9.500M12 16l1 1 9-9',
  clock: 'M12 7v5l3 2M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17z',
  alert: 'M12 8v5M12 16.200v.1M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17z',
  file: 'M7 3.500h6.500L18 8v12.500H7zM13 3.500V8.500h5',
  cloud: 'M3 3l18 18M8.500 7.500A6 6 0 0 1 17.800 11a4 4 0 0 1 2.700 5.700M6.300 10A4.500 4.500 0 0 0 7.500 19h8.500',
}

export function Icon({ name, isMirrored }: { name: keyof typeof paths; isMirrored?: boolean }) {
  return (
    <svg class={isMirrored ? 'icon mirrored' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}

/** From sad to glad, by how the mouth is bent. */
export function Face({ rating }: { rating: number }) {
  const bend = 15.5 + (rating - 3) * 1.9
  return (
    <svg class="icon face" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="9" />
      <path d="M9 9.800v.2M15 9.800v.2" />
      <path d={`M8 ${15.5 - (rating - 3) * 0.7}Q12 ${bend} 16 ${15.5 - (rating - 3) * 0.7}`} />
    </svg>
  )
}
