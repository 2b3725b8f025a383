export type Keyword = 'stop' | 'start' | 'help'

/**
 * What US carriers and Twilio take for an opt-out, an opt-in and a call for help when it is the whole message.
 * Twilio: "Advanced Opt-Out", default keywords of long codes; FCC 24-18 names the same words.
 */
const keywords: Record<Keyword, string[]> = {
  stop: [
    'STOP',
    'STOPALL',
    'STOP ALL',
    'UNSUBSCRIBE',
    'REVOKE',
    'OPTOUT',
    'OPT OUT',
    'OPT-OUT',
    'END',
    'QUIT',
    'CANCEL',
  ],
  start: ['START', 'UNSTOP', 'YES'],
  help: ['HELP', 'INFO'],
}

export function keywordOf(content: string): Keyword | undefined {
  // Longer than any keyword with its spaces; and looking for the end of a very long text takes very long.
  if (content.length > 100) return undefined
  const word = content
    .trim()
    .replace(/[\s.!]+$/, '')
    .replace(/\s+/g, ' ')
    .toUpperCase()
  return (Object.keys(keywords) as Keyword[]).find((keyword) => keywords[keyword].includes(word))
}
