import * as React from 'react'
import { ProgressIndicator } from '@fluentui/react'
import { call, publishMatching, runMatching, viewMatching, type MatchingView } from '@tandem/contract'
import { MainButton, QuietButton } from '../ui/buttons'
import { HeroCard } from '../ui/card'
import { Sentence } from '../ui/date-text'
import { useDates, useSay } from '../ui/language'
import { Column } from '../ui/layout'
import { useAction, useLoaded } from '../ui/loaded'
import { Await, EmptyState, FailureNotice, Notice } from '../ui/states'
import { Ask } from './ask'
import { useConsole, type ViewProps } from './console-context'
import { Words } from './figures'
import { Studio } from './studio'
import { Told } from './told'
import { Unmatched } from './unmatched'

export function Matching({ view, renew }: ViewProps): React.ReactElement {
  const { send } = useConsole()
  const programme = view.programme.key
  const matching = useLoaded(() => call(send, viewMatching, { params: { programme } }), [send, programme])
  return (
    <Await of={matching}>
      {(found, reload) => (
        <Loaded
          matching={found}
          view={view}
          renew={async () => {
            await Promise.all([reload(), renew()])
          }}
        />
      )}
    </Await>
  )
}

function Loaded({ matching, view, renew }: ViewProps & { readonly matching: MatchingView }): React.ReactElement {
  const say = useSay()
  const { send } = useConsole()
  const run = useAction()
  const [told, setTold] = React.useState<string | undefined>(undefined)
  const [asking, setAsking] = React.useState<'again' | 'publish' | undefined>(undefined)
  const programme = view.programme.key
  const propose = async (): Promise<void> => {
    setTold(undefined)
    const result = await call(send, runMatching, { params: { programme } })
    setTold(result.sentence)
    await renew()
  }
  const publish = async (): Promise<void> => {
    const { published } = await call(send, publishMatching, { params: { programme } })
    setTold(say('console.matching.published', { count: published }))
    await renew()
  }

  const progress = run.busy && (
    <ProgressIndicator label={say('console.matching.running')} styles={{ itemName: { whiteSpace: 'normal' } }} />
  )
  if (matching.ranOn === null && view.programme.status !== 'matching')
    return (
      <EmptyState icon="sparkle" title={say('console.matching.early.title')}>
        {say('console.matching.early.text')}
      </EmptyState>
    )
  if (matching.ranOn === null)
    return (
      <Column gap={16}>
        <HeroCard
          title={say('console.matching.ready.title')}
          buttons={<MainButton big text={say('console.matching.run')} busy={run.busy} onClick={() => void run.run(propose)} />}
          foot={progress || undefined}
        >
          {say('console.matching.ready.text')}
        </HeroCard>
        <FailureNotice failure={run.failure} />
      </Column>
    )

  const { tandems, unmatched, published } = matching
  return (
    <>
      <HeroCard
        title={say(published ? 'console.matching.headline-published' : 'console.matching.headline', { tandems: tandems.length })}
        picture={<Words counts={matching.words} />}
        buttons={
          !published && (
            <>
              {tandems.length > 0 && (
                <MainButton big text={say('console.matching.publish')} onClick={() => setAsking('publish')} />
              )}
              <QuietButton big text={say('console.matching.again')} busy={run.busy} onClick={() => setAsking('again')} />
            </>
          )
        }
      >
        {published ? say('console.matching.told') : <RanOn on={matching.ranOn} />}
      </HeroCard>
      <Told>
        {told && (
          <Notice tone="good">
            <Sentence text={told} />
          </Notice>
        )}
      </Told>
      <FailureNotice failure={run.failure} />
      <Studio tandems={tandems} />
      <Unmatched people={unmatched} />
      {asking === 'again' && (
        <Ask
          title={say('console.matching.again-title')}
          text={say('console.matching.again-text')}
          confirm={say('console.matching.again')}
          working={say('console.matching.running')}
          act={propose}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking === 'publish' && (
        <Ask
          title={say('console.matching.publish-title', { tandems: tandems.length })}
          text={say('console.matching.publish-text', { unmatched: unmatched.length })}
          confirm={say('console.matching.publish-confirm')}
          working={say('console.matching.publishing')}
          act={publish}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  )
}

function RanOn({ on }: { readonly on: string }): React.ReactElement {
  const say = useSay()
  const dates = useDates()
  return <>{say('console.matching.ran', { on: dates.show(on, 'moment') })}</>
}
