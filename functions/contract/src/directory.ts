import { z } from 'zod'

/** What one colleague may see of another anyway. */
export const PersonCard = z.object({
  id: z.string(),
  name: z.string(),
  jobTitle: z.string().nullable(),
  department: z.string().nullable(),
  office: z.string().nullable(),
})
export type PersonCard = z.output<typeof PersonCard>
