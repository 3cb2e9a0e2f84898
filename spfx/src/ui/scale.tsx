import * as React from 'react'
import { Row } from './layout'
import { useOwnId } from './own-id'
import { at, classes, styles, type, unseen } from './styles'
import { Text } from './text'

const useScale = styles(({ palette: p, semanticColors: s }) => ({
  set: { border: 0, margin: 0, padding: 0, minWidth: 0 },
  legend: { padding: 0, marginBottom: 8, width: '100%' },
  steps: {
    display: 'flex',
    maxWidth: 560,
    borderRadius: 4,
    border: `1px solid ${s.inputBorder}`,
    overflow: 'hidden',
    background: s.inputBackground,
  },
  step: {
    flex: '1 1 0',
    minWidth: 0,
    position: 'relative',
    cursor: 'pointer',
    selectors: { '& + &': { borderLeft: `1px solid ${p.neutralLight}` } },
  },
  input: [unseen, { margin: 0 }],
  face: [
    type.strong,
    {
      display: 'grid',
      placeItems: 'center',
      minHeight: 44,
      boxSizing: 'border-box',
      color: s.bodyText,
      transition: 'background 150ms',
      selectors: {
        ':hover': { background: p.neutralLighter },
        'input:checked + &': { background: p.themePrimary, color: p.white, forcedColorAdjust: 'none' },
        'input:focus-visible + &': { outline: `2px solid ${p.neutralPrimary}`, outlineOffset: '-4px' },
        [at.calm]: { transition: 'none' },
      },
    },
  ],
  ends: { maxWidth: 560, marginTop: 4 },
  chosen: { minHeight: 20, marginTop: 8 },
}))

export type ScaleStep = { readonly value: number; readonly name: string }

type ScaleProps = {
  legend: string
  about?: string
  steps: readonly ScaleStep[]
  value: number | undefined
  onChange: (value: number) => void
  /** The names hold the numbers already. */
  namesOnly?: boolean
}

/** Radio buttons drawn as one scale: arrow keys move, every step has its word, and the chosen word stands below. */
export function Scale({ legend, about, steps, value, onChange, namesOnly }: ScaleProps): React.ReactElement {
  const c = useScale()
  const name = useOwnId('scale')
  const words = (step: ScaleStep): string => (namesOnly ? step.name : `${step.value} · ${step.name}`)
  const chosen = steps.find((step) => step.value === value)
  const first = steps[0]
  const last = steps[steps.length - 1]
  return (
    <fieldset className={c.set}>
      <legend className={c.legend}>
        <Text size="strong" tone="strong">
          {legend}
        </Text>
        {about && <Text tone="subtle">{about}</Text>}
      </legend>
      <div className={c.steps}>
        {steps.map((step) => (
          <label key={step.value} className={c.step}>
            <input
              className={c.input}
              type="radio"
              name={name}
              value={step.value}
              checked={step.value === value}
              onChange={() => onChange(step.value)}
              aria-label={namesOnly ? step.name : `${step.value}, ${step.name}`}
            />
            <span className={c.face}>{step.value}</span>
          </label>
        ))}
      </div>
      {chosen ? (
        <Text className={classes(c.chosen)} size="strong" tone="accent">
          {words(chosen)}
        </Text>
      ) : (
        <Row justify="space-between" gap={16} className={c.ends}>
          <Text size="caption" tone="subtle">
            {first && words(first)}
          </Text>
          <Text size="caption" tone="subtle">
            {last && words(last)}
          </Text>
        </Row>
      )}
    </fieldset>
  )
}
