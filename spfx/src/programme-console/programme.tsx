import * as React from 'react'
import { Dropdown, Link } from '@fluentui/react'
import { call, viewProgramme, type ProgrammeSummary, type ProgrammeView } from '@tandem/contract'
import { LinkButton } from '../ui/buttons'
import { useSay } from '../ui/language'
import { Column, Row } from '../ui/layout'
import { useLoaded } from '../ui/loaded'
import { PageHead } from '../ui/page'
import { Await, Notice } from '../ui/states'
import { at, classes, styles } from '../ui/styles'
import { views, writeAddress, type View } from './address'
import { useConsole, type ViewProps } from './console-context'
import { Invite } from './invite'
import { Matching } from './matching'
import { Overview } from './overview'
import { People } from './people'
import { Report } from './report'
import { SettingsView } from './settings'

const renewEveryMs = 10_000

const parts: Record<View, React.ComponentType<ViewProps>> = {
  overview: Overview,
  invite: Invite,
  people: People,
  matching: Matching,
  report: Report,
  settings: SettingsView,
}

const useHead = styles(({ palette: p, semanticColors: s }) => ({
  nav: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '0 24px',
    listStyle: 'none',
    margin: 0,
    padding: 0,
    borderBottom: `1px solid ${p.neutralLight}`,
  },
  region: {
    display: 'flex',
    flexDirection: 'column',
    gap: 24,
    outline: 'none',
    minWidth: 0,
    selectors: { [at.narrow]: { gap: 16 } },
  },
  // No transparent border: forced colours would show it under every link.
  link: { display: 'block', padding: '8px 0 10px', fontSize: 14, lineHeight: '24px' },
  here: {
    fontWeight: 600,
    selectors: {
      '&.ms-Link': { borderBottom: `2px solid ${p.themePrimary}`, paddingBottom: 8, color: s.bodyText },
      '&.ms-Link:hover': { textDecoration: 'none' },
    },
  },
}))

/** The last answer, and why the newest attempt to renew it failed, if it did. */
type Known = { readonly view: ProgrammeView; readonly stale: string | undefined }

/** One programme: its name, its parts, and the one that is in view. */
export function Programme({
  programme,
  all,
}: {
  readonly programme: string
  readonly all: readonly ProgrammeSummary[]
}): React.ReactElement {
  const { send, address } = useConsole()
  const last = React.useRef<ProgrammeView | undefined>(undefined)
  const known = useLoaded<Known>(async () => {
    try {
      const view = await call(send, viewProgramme, { params: { programme } })
      last.current = view
      return { view, stale: undefined }
    } catch (error) {
      // A page that is being read must not vanish because one renewal failed; the failure is said above it.
      if (last.current?.programme.key === programme && error instanceof Error) return { view: last.current, stale: error.message }
      throw error
    }
  }, [send, programme])

  const reload = known.state === 'ready' ? known.reload : undefined
  const busy = known.state === 'ready' && known.value.view.steps.open + known.value.view.steps.due > 0
  React.useEffect(() => {
    if (!busy || !reload || address.view !== 'overview') return
    const timer = window.setInterval(() => {
      if (!document.hidden) void reload()
    }, renewEveryMs)
    return () => window.clearInterval(timer)
  }, [busy, reload, address.view])

  return (
    <>
      <Head
        programme={known.state === 'ready' ? known.value.view.programme : all.find(({ key }) => key === programme)}
        all={all}
      />
      <Await of={known}>
        {({ view, stale }, renew) => (
          <>
            {stale && <Stale message={stale} />}
            <Part view={view} renew={renew} />
          </>
        )}
      </Await>
    </>
  )
}

function Stale({ message }: { readonly message: string }): React.ReactElement {
  const say = useSay()
  return <Notice tone="warn">{say('console.stale', { message })}</Notice>
}

function Head({
  programme,
  all,
}: {
  readonly programme: ProgrammeSummary | undefined
  readonly all: readonly ProgrammeSummary[]
}): React.ReactElement {
  const say = useSay()
  const c = useHead()
  const { address, go } = useConsole()
  return (
    <Column gap={12}>
      <PageHead title={programme?.name ?? say('console.title')} sub={programme && say(`console.status.${programme.status}`)}>
        <Row gap={16} align="center" wrap>
          {all.length > 1 && (
            <Dropdown
              ariaLabel={say('console.nav.switch')}
              options={all.map(({ key, name }) => ({ key, text: name }))}
              selectedKey={programme?.key ?? null}
              onChange={(_, option) => option && go({ programme: String(option.key), view: 'overview' })}
              styles={{ root: { width: 220, maxWidth: '100%' } }}
            />
          )}
          <LinkButton
            text={say(all.length > 1 ? 'console.nav.all' : 'console.programmes.new')}
            onClick={() => go({ view: 'overview', create: all.length <= 1 })}
          />
        </Row>
      </PageHead>
      {programme && (
        <nav aria-label={say('console.nav.label')}>
          <ul className={c.nav}>
            {views.map((view) => {
              const target = { programme: programme.key, view }
              const here = view === address.view
              return (
                <li key={view}>
                  <Link
                    href={writeAddress(target, window.location.hash)}
                    aria-current={here ? 'page' : undefined}
                    onClick={(event) => {
                      event.preventDefault()
                      go(target)
                    }}
                    className={classes(c.link, here && c.here)}
                  >
                    {say(`console.nav.${view}`)}
                  </Link>
                </li>
              )
            })}
          </ul>
        </nav>
      )}
    </Column>
  )
}

/** After going from part to part the focus is on the new one, so that keyboard and screen reader go on from there. */
function Part({ view, renew }: ViewProps): React.ReactElement {
  const say = useSay()
  const c = useHead()
  const { address } = useConsole()
  const region = React.useRef<HTMLDivElement>(null)
  const before = React.useRef(address.view)
  React.useEffect(() => {
    if (before.current !== address.view) region.current?.focus()
    before.current = address.view
  }, [address.view])
  const Shown = parts[address.view]
  return (
    <div ref={region} role="group" tabIndex={-1} aria-label={say(`console.nav.${address.view}`)} className={c.region}>
      <Shown key={`${view.programme.key}/${address.view}`} view={view} renew={renew} />
    </div>
  )
}
