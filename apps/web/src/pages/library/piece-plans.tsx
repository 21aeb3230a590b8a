import { Anchor, Button, Group, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Surface } from '../../ui/surface.tsx'
import classes from './rows.module.css'

const words = text.library

/** The plans that there are for a piece, and the way to another one. */
export const PiecePlans = ({ pieceId }: { pieceId: number }) => {
  const { data } = useSuspenseQuery(trpc.plans.all.queryOptions())
  const plans = data.filter(({ piece }) => piece.id === pieceId)
  return (
    <Surface as="section" aria-labelledby="piece-plans">
      <Group justify="space-between">
        <Title order={2} size="h4" id="piece-plans">
          {words.plans}
        </Title>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          renderRoot={(props) => <Link {...props} to="/library/plans/new" search={{ piece: pieceId }} />}
        >
          {words.newPlan}
        </Button>
      </Group>
      {plans.length === 0 && (
        <Text c="dimmed" size="sm" mt="xs">
          {words.noPlansOfPiece}
        </Text>
      )}
      <ul className={classes.rows}>
        {plans.map((plan) => (
          <li key={plan.id} className={classes.row}>
            <div className={classes.what}>
              <Anchor
                renderRoot={(props) => <Link {...props} to="/library/plans/$plan" params={{ plan: String(plan.id) }} />}
              >
                {plan.name}
              </Anchor>
              <small>{words.planLine(plan.activities.length, plan.type !== null)}</small>
            </div>
          </li>
        ))}
      </ul>
    </Surface>
  )
}
