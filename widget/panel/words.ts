import { ar } from './words/ar.ts'
import { en } from './words/en.ts'
import type { Words } from './words/en.ts'
import { es } from './words/es.ts'
import { fr } from './words/fr.ts'

const languages: Record<string, Words> = { en, fr, es, ar }

/** The first of them that is spoken here. */
export function spoken(...wished: Array<string | null | undefined>): string {
  const bare = wished.map((language) => language?.toLowerCase().split('-')[0] ?? '')
  return bare.find((language) => Object.hasOwn(languages, language)) ?? 'en'
}

export function wordsOf(language: string): Words {
  return languages[language] ?? en
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

/** The greeting that a webchat begins with is ours, and said in the language of the chat; another is the site's own. */
export function greetingOf({ greeting }: { greeting: string | null }, words: Words): string {
  return greeting === en.greeting ? words.greeting : (greeting ?? '')
}

export function filled(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}
