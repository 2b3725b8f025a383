const firstStarts = 'Ma Jo Li An Ka Da El Sa Mi Ro Ch Be Ste Ni Al Le Ha Vi Ti Em'.split(' ')
const firstMiddles = 'ri se ra na di mo le ta vi ha'.split(' ')
const firstEnds = 'a n us el ine ah o y beth ko'.split(' ')

const lastStarts = 'Gar Mar Wil John Ander Thom Rodri Hernan Mc Wal Pet Sch Kow Nak Ols Bren Fitz Del Van Sin'.split(
  ' ',
)
const lastMiddles = 'ti ber den ka lo mi ra se tho wa ne gu der li ma ko vi so te ha di ro fe na bi'.split(' ')
const lastEnds = 'son ez ski ton ley berg man sen gh er'.split(' ')

/** 2,000 first names, the most frequent first. */
export const firstNames = combine(firstStarts, firstMiddles, firstEnds)

/** 5,000 last names, the most frequent first. */
export const lastNames = combine(lastStarts, lastMiddles, lastEnds)

export const openings = [
  'Hi,',
  'Hello!',
  'Good morning,',
  'Thanks,',
  'Thank you so much!',
  'Sorry for the late answer,',
  'One more question:',
  'Just to confirm:',
  'Quick update:',
  'OK,',
  'Sure,',
  'Great,',
]

/** `nnnn` becomes four digits, so that there is something rare to search for. */
export const sentences = [
  'can you do Tuesday at 10 instead?',
  'your appointment is tomorrow at 2:30 pm.',
  'I am interested in the offer on your website.',
  'please call me back when you have a minute.',
  'the documents are in the mail, they should reach you by the end of the week.',
  'how much would it be with delivery to the second floor, and do you take the old one with you?',
  'that works for me.',
  'is the price still the same as last month?',
  'we have received your payment, the receipt is on its way to your email address.',
  'yes',
  'no, thank you.',
  'I will be there in 10 minutes.',
  'could you send me the address again?',
  'our office is open from 9 to 5, Monday to Friday.',
  'my order has not arrived yet, the number is 4711nnnn.',
  'let me ask my colleague and come back to you today.',
  'the technician can come between 8 and 12, somebody has to be at home.',
  'what do you need from me for the contract?',
  'happy to help, have a nice day!',
  'do you have this in blue, too?',
]

// Names that share a start stand far from each other, so that those in frequent use differ.
function combine(starts: string[], middles: string[], ends: string[]): string[] {
  return ends.flatMap((end, third) =>
    middles.flatMap((middle, second) =>
      starts.map((_, first) => starts[(first + second + third) % starts.length]! + middle + end),
    ),
  )
}
