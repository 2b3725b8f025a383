import type { Schema } from '../api/shapes.ts'
import { texts } from './texts.ts'

export type Contact = Schema<'Contact'>
export type Colleague = Schema<'User'>
export type Section = Schema<'Section'>
export type CustomField = Section['properties'][string] & { key: string }
export type ChannelType = 'sms' | 'facebook' | 'webchat'

export const channelTypes: ChannelType[] = ['sms', 'facebook', 'webchat']

type Named = Pick<Contact, 'firstName' | 'lastName' | 'phoneNumber'> & { email?: string | null }

/** How a person is called wherever one line has to do. */
export function nameOf({ firstName, lastName, phoneNumber, email }: Named): string {
  const name = [firstName, lastName].filter(Boolean).join(' ')
  return name || phoneNumber || email || texts.nameless
}

export function colleagueName(colleagues: readonly Colleague[], id: string | null | undefined): string {
  return colleagues.find(({ _id }) => _id === id)?.fullName ?? texts.formerColleague
}

/** The organization’s own fields that are to be seen, in their order. */
export function customFieldsOf(sections: readonly Section[]): CustomField[] {
  return sections.filter(({ isHidden }) => !isHidden).flatMap(fieldsIn)
}

export function fieldsIn({ properties }: Section): CustomField[] {
  return Object.entries(properties)
    .map(([key, property]) => ({ ...property, key }))
    .filter(({ isHidden }) => !isHidden)
}
