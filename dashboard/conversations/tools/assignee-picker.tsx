import { useQuery } from '@tanstack/react-query'
import { UserRoundMinus } from 'lucide-react'
import type { ReactNode } from 'react'

import { useSession } from '../../api/session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Picker } from '../../ui/picker.tsx'
import { colleaguesQuery } from '../queries.ts'
import type { Person } from '../rows.ts'
import { texts } from '../texts.ts'
import { useMe } from './use-me.ts'

interface Props {
  trigger: ReactNode
  assigned: readonly Person[]
  onAssign: (assignees: Person[]) => void
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  /** One takes the place of all others, as where many conversations are given away. */
  isSingle?: boolean
}

/** Whom it is given to. */
export function AssigneePicker({ trigger, assigned, onAssign, isOpen, onOpenChange, isSingle = false }: Props) {
  const people = useAssignable(assigned)
  const me = useMe()
  const ids = assigned.map(({ _id }) => _id)
  const pick = (id: string) => {
    const person = people.find(({ _id }) => _id === id)
    if (!person) return
    if (isSingle) onAssign([person])
    else onAssign(ids.includes(id) ? assigned.filter(({ _id }) => _id !== id) : [...assigned, person])
  }
  const nobody = () => {
    onOpenChange(false)
    onAssign([])
  }
  return (
    <Picker
      label={texts.assignTo}
      trigger={trigger}
      options={people.map(({ _id, fullName, email }) => ({
        value: _id,
        label: _id === me._id ? texts.named(fullName) : fullName,
        keywords: email,
        icon: <Avatar name={fullName} seed={_id} size="small" />,
      }))}
      selected={isSingle ? [] : ids}
      onPick={pick}
      isMultiple={!isSingle}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      align="end"
      footer={
        (isSingle || assigned.length > 0) && (
          <Button
            variant="quiet"
            size="small"
            className="w-full justify-start"
            icon={<UserRoundMinus className="size-4" />}
            onClick={nobody}
          >
            {texts.unassign}
          </Button>
        )
      }
    />
  )
}

/** Oneself first, then those who can log in; who has it already stays among them. */
function useAssignable(assigned: readonly Person[]): Person[] {
  const { user } = useSession()
  const { data = [] } = useQuery(colleaguesQuery)
  const isAssigned = (id: string) => assigned.some(({ _id }) => _id === id)
  const isMe = ({ _id }: Person) => Number(_id === user.id)
  return data
    .filter(({ _id, isDisabled }) => !isDisabled || isAssigned(_id))
    .map(({ _id, fullName, email }) => ({ _id, fullName, email }))
    .toSorted((one, other) => isMe(other) - isMe(one) || one.fullName.localeCompare(other.fullName))
}
