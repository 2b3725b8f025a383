import type { Random } from './random.ts'

/** Whom a dialogue is with, and what it is about. */
export interface Person {
  firstName: string
  lastName: string
  email: string
  phoneNumber: string
  topics: Record<string, string>
}

const firstNames = words(`
  Emma Liam Olivia Noah Ava Ethan Sofia Mason Isabella Lucas Mia Logan Amelia Aiden Harper Elijah Camila Carter Luna
  Mateo Chloe Jackson Layla Sebastian Zoe Owen Nora Wyatt Hannah Caleb Aaliyah Nathan Maya Julian Naomi Adrian Ruby
  Dominic Ivy Xavier Elena Marcus Tessa Andre Fatima Omar Mei Kenji Anika Rohan Leila Hassan Ingrid Sven Yara Tomasz
  Bridget Darnell Rosa Miguel Carmen Diego Ngoc Thanh Priscilla Gerald Deborah Walter Joyce Raymond`)
const lastNames = words(`
  Anderson Novak Thompson Garcia Nguyen Johnson Patel Schmidt Williams Okafor Martinez Lindberg Brown Kim Davis Ferrari
  Wilson Haddad Moore Jensen Taylor Rossi Jackson Silva White Petrov Harris Yamamoto Clark Dubois Lewis Ibrahim Walker
  Olsen Hall Mendoza Allen Kowalczyk Young Bauer King Osei Wright Larsen Scott Ortiz Green Shah Baker Lopez Adams Murphy
  Nelson Tran Hill Castillo Ramirez Fischer Campbell Reyes Mitchell Hoang Roberts Vargas Carter Fitzgerald`)
const models = words('Tern Heron Kestrel Osprey Avocet Dunlin')
const colors = words('silver blue white graphite red green')
const areaCodes = words('414 262 608 920')

/** Different people with different numbers, as many as are asked for. */
export function inventPeople(count: number, random: Random): Person[] {
  const taken = new Set(['+14145550140', '+14145550180'])
  return Array.from({ length: count }, () => inventPerson(taken, random))
}

function inventPerson(taken: Set<string>, random: Random): Person {
  const firstName = random.pick(firstNames)
  const lastName = random.pick(lastNames)
  const phoneNumber = unlike(
    taken,
    () => `+1${random.pick(areaCodes)}55501${String(random.between(0, 99)).padStart(2, '0')}`,
  )
  const name = unlike(taken, () =>
    `${firstName}.${lastName}${random.chance(0.4) ? random.between(2, 99) : ''}`.toLowerCase(),
  )
  const email = `${name}@example.${random.pick(['com', 'com', 'net', 'org'])}`
  return { firstName, lastName, email, phoneNumber, topics: { first: firstName, email, ...inventCar(random) } }
}

function inventCar(random: Random): Record<string, string> {
  const price = random.between(19, 46) * 1000 + random.between(1, 9) * 100 - 5
  const term = random.pick([48, 60, 66])
  const down = Math.round(price / 8000) * 1000
  const dollars = (amount: number) => `$${Math.round(amount).toLocaleString('en-US')}`
  return {
    car: random.pick(models),
    used: `${random.between(2018, 2023)} ${random.pick(models)}`,
    old: `${random.between(2009, 2017)} ${random.pick(['Finch', 'Pipit', 'Heron', 'Osprey', 'Wagtail'])}`,
    color: random.pick(colors),
    price: dollars(price),
    down: dollars(down),
    offer: dollars(random.between(46, 148) * 100),
    rate: `${random.between(39, 72) / 10}%`,
    term: String(term),
    payment: dollars(((price - down) / term) * 1.16),
    miles: (random.between(9, 88) * 1000 + random.between(0, 9) * 100).toLocaleString('en-US'),
    amount: dollars(random.between(14, 92) * 10 - 1),
  }
}

function unlike(taken: Set<string>, invent: () => string): string {
  for (;;) {
    const invented = invent()
    if (taken.has(invented)) continue
    taken.add(invented)
    return invented
  }
}

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}
