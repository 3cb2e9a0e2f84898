import { z } from 'zod'

/**
 * A sentence before it has a language: the key of a text in `functions/contract/src/texts` and the values that go into it.
 * Lists store this, so that everyone reads it in their own language and a better wording reaches old rows too.
 */
export const Message = z.object({
  key: z.string().min(1),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).default({}),
})
export type Message = z.output<typeof Message>
