import * as React from 'react'
import type { IReadonlyTheme } from '@microsoft/sp-component-base'
import { ApiError, call, listProgrammes, type ProgrammeSummary, type Send } from '@tandem/contract'
import { useSay } from '../ui/language'
import { useLoaded } from '../ui/loaded'
import { Page, PageHead } from '../ui/page'
import { Screen } from '../ui/screen'
import { EmptyState, ErrorState, PageSkeleton } from '../ui/states'
import { useAddress } from './address'
import { ConsoleContext } from './console-context'
import { CreateProgramme } from './create-programme'
import { Programme } from './programme'
import { Programmes } from './programmes'

export type ProgrammeConsoleProps = {
  readonly send: Send
  readonly theme: IReadonlyTheme | undefined
  /** The page's interface language, such as `en-US`. */
  readonly locale: string
}

/** Where the programme team runs its programmes: invite, decide, match, publish, look back. */
export function ProgrammeConsole({ send, theme, locale }: ProgrammeConsoleProps): React.ReactElement {
  return (
    <Screen theme={theme} locale={locale}>
      <Page>
        <Console send={send} />
      </Page>
    </Screen>
  )
}

type Programmes = readonly ProgrammeSummary[] | 'not-yours'

async function read(send: Send): Promise<Programmes> {
  try {
    return (await call(send, listProgrammes)).programmes
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'not-yours') return 'not-yours'
    throw error
  }
}

function Console({ send }: { readonly send: Send }): React.ReactElement {
  const say = useSay()
  const [address, go] = useAddress()
  const programmes = useLoaded(() => read(send), [send])
  const value = React.useMemo(() => ({ send, address, go }), [send, address, go])
  // One programme at most brings its own name; everything else stands below the console's.
  const head = <PageHead title={say('console.title')} />
  if (programmes.state !== 'ready')
    return (
      <>
        {head}
        {programmes.state === 'loading' ? <PageSkeleton /> : <ErrorState failure={programmes.failure} retry={programmes.retry} />}
      </>
    )
  const { value: all, reload } = programmes
  if (all === 'not-yours')
    return (
      <>
        {head}
        <EmptyState icon="lock" title={say('console.not-yours.title')}>
          {say('console.not-yours.text')}
        </EmptyState>
      </>
    )
  const programme = address.programme ?? (all.length === 1 ? all[0]?.key : undefined)
  const body = address.create ? (
    <CreateProgramme
      onCreated={async ({ key }) => {
        await reload()
        go({ programme: key, view: 'overview' })
      }}
      onCancel={() => go({ view: 'overview' })}
    />
  ) : programme ? undefined : (
    <Programmes all={all} />
  )
  return (
    <ConsoleContext.Provider value={value}>
      {body ? (
        <>
          {head}
          {body}
        </>
      ) : (
        programme && <Programme key={programme} programme={programme} all={all} />
      )}
    </ConsoleContext.Provider>
  )
}
