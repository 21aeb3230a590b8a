import { Anchor, Badge, Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconListCheck, IconPlus, IconSearch } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { EmptyState } from '../../ui/states.tsx'
import { Surface } from '../../ui/surface.tsx'
import { useAccess } from './access.ts'
import { findPlans } from './find-plans.ts'
import classes from './rows.module.css'

const words = text.library

/** Every plan of the library, the own ones marked. */
export const PlansPage = () => {
  const { isMine } = useAccess()
  const { data: plans } = useSuspenseQuery(trpc.plans.all.queryOptions())
  const [search, setSearch] = useState('')
  const [mineAlone, setMineAlone] = useState(false)
  const found = findPlans(plans, search).filter((plan) => !mineAlone || isMine(plan))
  const newPlan = (
    <Button
      renderRoot={(props) => <Link {...props} to="/library/plans/new" />}
      leftSection={<IconPlus size={18} aria-hidden />}
    >
      {words.newPlan}
    </Button>
  )
  if (plans.length === 0)
    return (
      <EmptyState icon={IconListCheck} title={words.noPlansTitle} action={newPlan}>
        {words.noPlans}
      </EmptyState>
    )
  return (
    <Stack>
      <Text c="dimmed">{words.plansLead}</Text>
      <Group align="end">
        <TextInput
          label={words.searchPlans}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          w="18rem"
          maw="100%"
        />
        {newPlan}
      </Group>
      <Checkbox
        label={words.mineAlone}
        checked={mineAlone}
        onChange={({ currentTarget }) => setMineAlone(currentTarget.checked)}
      />
      <Text c="dimmed" size="sm" role="status">
        {found.length === 0 ? words.noPlanFound : words.plansFound(found.length)}
      </Text>
      {found.length > 0 && (
        <Surface>
          <ul aria-label={words.plans} className={classes.rows}>
            {found.map((plan) => (
              <li key={plan.id} className={classes.row}>
                <div className={classes.what}>
                  <Anchor
                    fw={550}
                    renderRoot={(props) => (
                      <Link {...props} to="/library/plans/$plan" params={{ plan: String(plan.id) }} />
                    )}
                  >
                    {plan.name}
                  </Anchor>
                  <small>
                    {plan.piece.name} · {words.planLine(plan.activities.length, plan.type !== null)}
                  </small>
                </div>
                {isMine(plan) && (
                  <Badge variant="light" tt="none">
                    {words.mine}
                  </Badge>
                )}
              </li>
            ))}
          </ul>
        </Surface>
      )}
    </Stack>
  )
}
