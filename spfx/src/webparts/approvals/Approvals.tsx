import * as React from 'react'
import { Stack, Text } from '@fluentui/react'

import type { ScreenProps } from '../TandemWebPart.js'

export function Approvals({ person }: ScreenProps): React.ReactElement {
  return (
    <Stack as="section" tokens={{ childrenGap: 8 }}>
      <Text as="h2" variant="xLarge">
        Mentoring approvals
      </Text>
      <Text>Signed in as {person.displayName}</Text>
    </Stack>
  )
}
