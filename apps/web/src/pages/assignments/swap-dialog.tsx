import { Button, NativeSelect, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { titleOf } from '../../music/activity-kind.ts'
import { text } from '../../text/index.ts'
import { Dialog } from '../../ui/dialog.tsx'
import type { TelephoneGroup } from './assigned.ts'
import { type GroupMember, nameOf, partnersOf } from './swap.ts'

const words = text.assignments

const keyOf = ({ enrollmentId, courseAssignmentId }: GroupMember): string => `${enrollmentId} ${courseAssignmentId}`

type SwapDialogProps = {
  groups: TelephoneGroup[]
  /** Who is to trade places; nobody while the dialog is closed. */
  member: GroupMember | null
  onSwap: (member: GroupMember, partner: GroupMember) => void
  onClose: () => void
}

/** Chooses with whom a member of a telephone group trades places. */
export const SwapDialog = ({ groups, member, onSwap, onClose }: SwapDialogProps) => (
  <Dialog opened={member !== null} onClose={onClose} title={member && words.swapTitle(nameOf(member))}>
    {member && <Choice key={keyOf(member)} groups={groups} member={member} onSwap={onSwap} />}
  </Dialog>
)

type ChoiceProps = { groups: TelephoneGroup[]; member: GroupMember; onSwap: SwapDialogProps['onSwap'] }

const Choice = ({ groups, member, onSwap }: ChoiceProps) => {
  const [chosen, setChosen] = useState('')
  const choices = partnersOf(groups, member)
  const partner = choices.flatMap(({ partners }) => partners).find((one) => keyOf(one) === chosen)
  if (choices.length === 0) return <Text>{words.nobodyToSwap(nameOf(member))}</Text>
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (partner) onSwap(member, partner)
      }}
    >
      <Stack>
        <Text>{words.swapLead(nameOf(member), titleOf({ type: member.activityType }))}</Text>
        {member.submitted && <Text size="sm">{words.swapSame}</Text>}
        <NativeSelect
          label={words.swapWith}
          value={chosen}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          data-autofocus
        >
          <option value="">{words.swapChoose}</option>
          {choices.map(({ id, number, partners }) => (
            <optgroup key={id} label={words.group(number)}>
              {partners.map((one) => (
                <option key={keyOf(one)} value={keyOf(one)}>
                  {words.swapPartner(nameOf(one), titleOf({ type: one.activityType }))}
                </option>
              ))}
            </optgroup>
          ))}
        </NativeSelect>
        <Button type="submit" disabled={!partner}>
          {words.swap}
        </Button>
      </Stack>
    </form>
  )
}
