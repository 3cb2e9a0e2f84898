import * as React from 'react'
import { SearchBox } from '@fluentui/react'
import type { TandemReview } from '@tandem/contract'
import { useWidth } from '../pictures/use-width'
import { LinkButton } from '../ui/buttons'
import { Card, Pill } from '../ui/card'
import { Sentence } from '../ui/date-text'
import { Icon } from '../ui/icon'
import { useSay } from '../ui/language'
import { Column, Row } from '../ui/layout'
import { Proof } from '../ui/org-path'
import { PersonLine, Portrait } from '../ui/person-line'
import { EmptyState, Private } from '../ui/states'
import { at, classes, styles } from '../ui/styles'
import { FocusHeading, Text } from '../ui/text'
import { useConsole } from './console-context'

const narrowBelow = 820
const page = 12

const useStudio = styles((theme) => ({
  columns: { display: 'grid', gap: 24, gridTemplateColumns: 'minmax(300px, 2fr) minmax(0, 4fr)', alignItems: 'start' },
  /** The list may be longer than the window; what was chosen stays in view beside it. */
  stays: { position: 'sticky', top: 16, minWidth: 0 },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0,1fr)',
    gap: 12,
    alignItems: 'center',
    width: '100%',
    padding: '10px 12px',
    border: 0,

    borderRadius: 4,
    background: 'transparent',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'left',
    cursor: 'pointer',
    selectors: {
      ':hover': { background: theme.palette.neutralLighter },
      ':focus-visible': { outline: `2px solid ${theme.palette.neutralPrimary}` },
    },
  },
  on: {
    background: theme.palette.themeLighterAlt,
    borderLeft: `3px solid ${theme.palette.themePrimary}`,
    paddingLeft: 9,
  },
  word: { display: 'flex', paddingTop: 4 },
  duo: { display: 'flex', selectors: { '> :last-child': { marginLeft: -8 } } },
  two: {
    display: 'grid',
    gap: 16,
    gridTemplateColumns: 'minmax(0,1fr)',
    selectors: { [at.medium]: { gridTemplateColumns: 'repeat(2, minmax(0,1fr))' } },
  },
  reasons: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 12 },
  reason: { display: 'grid', gridTemplateColumns: '20px minmax(0,1fr)', gap: 12 },
}))

type StudioProps = { readonly tandems: readonly TandemReview[] }

/** Every proposed tandem with its word, and for the one in view why these two and that they are independent. */
export function Studio({ tandems }: StudioProps): React.ReactElement {
  const say = useSay()
  const c = useStudio()
  const { address, go } = useConsole()
  const [ref, width] = useWidth<HTMLDivElement>(1100)
  const narrow = width < narrowBelow
  const inAddress = tandems.find(({ key }) => key === address.tandem)
  const inView = inAddress ?? (narrow ? undefined : tandems[0])
  if (tandems.length === 0)
    return (
      <EmptyState icon="info" title={say('console.matching.list')}>
        {say('console.matching.no-tandems')}
      </EmptyState>
    )
  const choose = (tandem: string | undefined): void => go({ ...address, tandem }, narrow ? undefined : 'replace')
  const list = <TandemList tandems={tandems} inView={inView?.key} onChoose={choose} />
  const detail = inView && (
    <div className={classes(!narrow && c.stays)}>
      <Detail tandem={inView} focus={narrow} onBack={narrow ? () => choose(undefined) : undefined} />
    </div>
  )
  return (
    <div ref={ref} className={classes(!narrow && c.columns)}>
      {(!narrow || !detail) && list}
      {detail}
    </div>
  )
}

type ListProps = StudioProps & { readonly inView: string | undefined; readonly onChoose: (key: string) => void }

function TandemList({ tandems, inView, onChoose }: ListProps): React.ReactElement {
  const say = useSay()
  const c = useStudio()
  const [text, setText] = React.useState('')
  const [shown, setShown] = React.useState(page)
  const found = React.useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean)
    return tandems.filter(({ mentee, mentor }) => {
      const all = [mentee, mentor]
        .flatMap(({ name, department, jobTitle }) => [name, department, jobTitle])
        .join(' ')
        .toLowerCase()
      return words.every((word) => all.includes(word))
    })
  }, [tandems, text])
  return (
    <Card title={say('console.matching.list')} sub={say('console.matching.list-about', { count: tandems.length })}>
      <SearchBox
        ariaLabel={say('console.matching.search')}
        placeholder={say('console.matching.search')}
        value={text}
        onChange={(_, value) => setText(value ?? '')}
      />
      {found.length === 0 && <Text tone="subtle">{say('console.matching.none')}</Text>}
      <ul className={c.list}>
        {found.slice(0, shown).map(({ key, mentee, mentor, word }) => (
          <li key={key}>
            <button
              type="button"
              className={classes(c.row, key === inView && c.on)}
              aria-pressed={key === inView}
              onClick={() => onChoose(key)}
            >
              <span className={c.duo}>
                <Portrait person={mentee} side="mentee" size={32} />
                <Portrait person={mentor} side="mentor" size={32} />
              </span>
              <Column gap={0}>
                <Text size="strong" tone="strong">
                  {say('console.matching.pair', { mentee: mentee.name, mentor: mentor.name })}
                </Text>
                <Text size="caption" tone="subtle">
                  {[mentee.department, mentor.department].filter(Boolean).join(' · ')}
                </Text>
                <span className={c.word}>
                  <Pill {...(word === 'strong' && { tone: 'accent' as const })}>{say(`console.word.${word}`)}</Pill>
                </span>
              </Column>
            </button>
          </li>
        ))}
      </ul>
      {found.length > shown && (
        <Row>
          <LinkButton
            text={say('console.show-more', { count: Math.min(page, found.length - shown) })}
            onClick={() => setShown(shown + page)}
          />
        </Row>
      )}
    </Card>
  )
}

type DetailProps = { readonly tandem: TandemReview; readonly focus: boolean; readonly onBack: (() => void) | undefined }

function Detail({ tandem, focus, onBack }: DetailProps): React.ReactElement {
  const say = useSay()
  const c = useStudio()
  const { mentee, mentor, reasons, word, proof, key } = tandem
  return (
    <Card>
      {onBack && (
        <Row>
          <LinkButton text={say('console.matching.back')} onClick={onBack} />
        </Row>
      )}
      <Row gap={12} align="center" justify="space-between" wrap>
        <FocusHeading size="subtitle" focus={focus && key}>
          {say('console.matching.pair', { mentee: mentee.name, mentor: mentor.name })}
        </FocusHeading>
        <Pill {...(word === 'strong' && { tone: 'accent' as const })}>{say(`console.word.${word}`)}</Pill>
      </Row>
      <div className={c.two}>
        <PersonLine person={mentee} side="mentee" note={say('console.role.mentee')} />
        <PersonLine person={mentor} side="mentor" note={say('console.role.mentor')} />
      </div>
      <Column gap={12}>
        <Text as="h3" size="strong" tone="strong">
          {say('console.matching.why')}
        </Text>
        {reasons.length > 0 ? (
          <ul className={c.reasons}>
            {reasons.map((reason) => (
              <li key={reason} className={c.reason}>
                <Icon name="done" />
                <Text>
                  <Sentence text={reason} />
                </Text>
              </li>
            ))}
          </ul>
        ) : (
          <Text>{say('console.matching.why-none')}</Text>
        )}
        <Private>{say('console.matching.private')}</Private>
      </Column>
      <Proof key={key} mentee={mentee} mentor={mentor} proof={proof} />
    </Card>
  )
}
