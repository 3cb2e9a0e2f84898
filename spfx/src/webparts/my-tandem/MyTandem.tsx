import * as React from 'react'
import { Stack, Text } from '@fluentui/react'

import type { ScreenProps } from '../TandemWebPart.js'

export function MyTandem({ person }: ScreenProps): React.ReactElement {
  return (
    <Stack as="section" tokens={{ childrenGap: 8 }}>
      <Text as="h2" variant="xLarge">
        My tandem
      </Text>
      <Text>Signed in as {person.displayName}</Text>
    </Stack>
  )
}
