import * as React from 'react'
import { Card, Cell, Column, Grid, Icon, Row, Text, type IconName } from '../ui'

export type Point = { readonly icon: IconName; readonly text: string }

/** A form and, beside it, what happens with the answers. */
export function FormPage({
  title,
  points,
  children,
}: {
  title: string
  points: readonly Point[]
  children: React.ReactNode
}): React.ReactElement {
  return (
    <Grid>
      <Cell of={8}>{children}</Cell>
      <Cell of={4}>
        <Card title={title}>
          <Column as="ul" gap={12}>
            {points.map(({ icon, text }) => (
              <Row as="li" key={text} gap={12} align="start">
                <Icon name={icon} />
                <Text>{text}</Text>
              </Row>
            ))}
          </Column>
        </Card>
      </Cell>
    </Grid>
  )
}
