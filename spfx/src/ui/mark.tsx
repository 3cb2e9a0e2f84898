import * as React from 'react'
import { useTheme } from '@fluentui/react'

/** The sign of Tandem: two people, one arc. Ring is the mentee, dot the mentor, as in every picture. */
export function Mark({ size = 24 }: { size?: number }): React.ReactElement {
  const { palette } = useTheme()
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" style={{ display: 'block', flex: 'none' }}>
      <path
        d="M5 10.5C5.500 19 18.500 19 19 8"
        fill="none"
        stroke={palette.themePrimary}
        strokeWidth={2.2}
        strokeLinecap="round"
      />
      <circle cx={5} cy={7.5} r={3} fill="none" stroke={palette.themePrimary} strokeWidth={2.2} />
      <circle cx={19} cy={6} r={4} fill={palette.themePrimary} />
    </svg>
  )
}
