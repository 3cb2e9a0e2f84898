import * as React from 'react'
import { Column } from './layout'
import { Text } from './text'

/** One number and what it counts. The words carry the meaning, so they come with it as one. */
export function Figure({ value, label, sub }: { value: number | string; label: string; sub?: string }): React.ReactElement {
  return (
    <Column gap={0}>
      <Text size="figure" tone="strong">
        {value}
      </Text>
      <Text size="caption" tone="subtle">
        {label}
      </Text>
      {sub && (
        <Text size="caption" tone="subtle">
          {sub}
        </Text>
      )}
    </Column>
  )
}
