import { createContext, useContext } from 'react'

export type FieldControl = {
  id: string
  labelId: string
  describedBy: string | undefined
  isInvalid: boolean
  isRequired: boolean
}

export const FieldContext = createContext<FieldControl | undefined>(undefined)

type ControlProps = { id?: string; 'aria-describedby'?: string; 'aria-invalid'?: true; 'aria-required'?: true }

/** What a control inside a Field takes over from it; nothing outside one. */
export function useFieldControl(): ControlProps {
  const field = useContext(FieldContext)
  if (!field) return {}
  return {
    id: field.id,
    ...(field.describedBy === undefined ? {} : { 'aria-describedby': field.describedBy }),
    ...(field.isInvalid ? { 'aria-invalid': true } : {}),
    ...(field.isRequired ? { 'aria-required': true } : {}),
  }
}

/** The name of a group of controls: its own label, or that of the Field around it. */
export function useGroupName(label: string | undefined): {
  'aria-label'?: string
  'aria-labelledby'?: string
  'aria-describedby'?: string
} {
  const field = useContext(FieldContext)
  if (label !== undefined) return { 'aria-label': label }
  if (!field) return {}
  return {
    'aria-labelledby': field.labelId,
    ...(field.describedBy === undefined ? {} : { 'aria-describedby': field.describedBy }),
  }
}
