export type Person = { id: string; name: string; mail: string }

const names = [
  'Ana Duarte',
  'Ben Okafor',
  'Cleo Marchetti',
  'Dmitri Volkov',
  'Élodie Girard',
  'Farah Haddad',
  'Grete Lindqvist',
  'Hiro Tanaka',
  'Ines Ferreira',
  'Jonas Weber',
]

export const people: Person[] = names.map((name, index) => ({
  id: `p${index + 1}`,
  name,
  mail: `${(name.split(' ')[0] ?? '').toLowerCase()}@example.com`,
}))
