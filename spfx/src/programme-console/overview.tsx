import * as React from 'react'
import { useDates, useSay } from '../ui/language'
import { Cell, Grid } from '../ui/layout'
import { Text } from '../ui/text'
import { Attention } from './attention'
import type { ViewProps } from './console-context'
import { MeetingFigures, TandemWords } from './figures'
import { Funnel } from './funnel'

export function Overview({ view, renew }: ViewProps): React.ReactElement {
  const say = useSay()
  const dates = useDates()
  const working = view.steps.open + view.steps.due
  return (
    <>
      <Attention view={view} renew={renew} />
      <Funnel view={view} />
      <Grid>
        <Cell of={6}>
          <MeetingFigures view={view} />
        </Cell>
        <Cell of={6}>
          <TandemWords view={view} />
        </Cell>
      </Grid>
      <Text size="caption" tone="subtle">
        {say('console.steps.quiet', { on: dates.show(view.figures.countedOn, 'moment') })}{' '}
        {working > 0 && say('console.steps.working', { count: working })}
      </Text>
    </>
  )
}
