import * as React from 'react'
import type { Participation } from '@tandem/contract'
import { Card, Cell, Column, Grid, Icon, Pill, Row, Text, useSay, type IconName } from '../ui'

const stages: readonly { key: string; icon: IconName }[] = [
  { key: 'volunteer', icon: 'hand' },
  { key: 'assess', icon: 'target' },
  { key: 'match', icon: 'shield' },
  { key: 'meet', icon: 'video' },
]

/** What one says yes to, before one says it. */
export function InvitationCards({ participation: { role, topics } }: { participation: Participation }): React.ReactElement {
  const say = useSay()
  return (
    <Grid>
      <Cell of={topics.length > 0 ? 7 : 12}>
        <Card title={say('page.my.how.title')} fill>
          <Column as="ol" gap={16}>
            {stages.map(({ key, icon }) => (
              <Row as="li" key={key} gap={12} align="start">
                <Icon name={icon} />
                <Column gap={2}>
                  <Text size="strong" tone="strong">
                    {say(`page.my.how.${key}`)}
                  </Text>
                  <Text tone="subtle">{say(`page.my.how.${key}.text`, { role })}</Text>
                </Column>
              </Row>
            ))}
          </Column>
        </Card>
      </Cell>
      {topics.length > 0 && (
        <Cell of={5}>
          <Card title={say('page.my.how.topics')} sub={say('page.my.how.topics.sub', { role })} fill>
            <Row as="ul" gap={8} wrap>
              {topics.map(({ key, name }) => (
                <li key={key}>
                  <Pill tone="accent">{name}</Pill>
                </li>
              ))}
            </Row>
          </Card>
        </Cell>
      )}
    </Grid>
  )
}
