import { tandems, type Tandem } from '@tandem/lists'
import type { SealedPlace } from '../seal.js'

/** Where the secret part of a match belongs: to this tandem and no other row. */
export const matchPlace = (tandem: Pick<Tandem, 'TandemKey' | 'Mentee' | 'Mentor'>): SealedPlace => ({
  list: tandems.key,
  row: tandem.TandemKey,
  owner: `${tandem.Mentee}+${tandem.Mentor}`,
})
