import * as React from 'react'
import { call, viewMe, type Me, type Send } from '@tandem/contract'
import type { IReadonlyTheme } from '@microsoft/sp-component-base'
import { Await, EmptyState, Notice, Page, PageHead, Screen, Tabs, useLoaded, useSay } from '../ui'
import { ParticipationPage } from './participation-page'

export type MyTandemProps = { send: Send; theme: IReadonlyTheme | undefined; locale: string }

/** The participant's page: the one next step, then the people, then the rest. */
export function MyTandem({ send, theme, locale }: MyTandemProps): React.ReactElement {
  return (
    <Screen theme={theme} locale={locale}>
      <Page>
        <Mine send={send} />
      </Page>
    </Screen>
  )
}

function Mine({ send }: { send: Send }): React.ReactElement {
  const say = useSay()
  const me = useLoaded(() => call(send, viewMe), [send])
  const [chosen, choose] = React.useState<string>()
  const participations = me.state === 'ready' ? openFirst(me.value.participations) : []
  const current = participations.find(({ programme }) => programme.key === chosen) ?? participations[0]
  return (
    <>
      <PageHead title={say('page.my.title')} sub={current?.programme.name} />
      <Await of={me}>
        {(value, reload) => (
          <>
            {value.approvals > 0 && <Notice icon="people">{say('page.my.approvals', { count: value.approvals })}</Notice>}
            {current && participations.length > 1 && (
              <Tabs
                label={say('page.my.programmes')}
                tabs={participations.map(({ programme }) => programme)}
                chosen={current.programme.key}
                onChoose={choose}
              />
            )}
            {current ? (
              <ParticipationPage key={current.programme.key} send={send} me={value} participation={current} reload={reload} />
            ) : (
              <EmptyState title={say('page.my.empty.title')}>{say('page.my.empty.text')}</EmptyState>
            )}
          </>
        )}
      </Await>
    </>
  )
}

/** Programmes that still run come before those that are over. */
const openFirst = (participations: Me['participations']): Me['participations'] =>
  [...participations].sort((a, b) => Number(a.programme.status === 'closed') - Number(b.programme.status === 'closed'))
