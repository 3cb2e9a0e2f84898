import { defineList, rowSchema, text, type RowOf } from './define-list.js'

/**
 * Until a programme is published its members withdraw silently. Then the enrolment stays as it was, because the programme team reads that
 * list, and the withdrawal stands here: not under the person's id, but under a number that only the backend can make from it.
 */
export const withdrawals = defineList({
  key: 'TandemWithdrawals',
  title: 'Reverse mentoring: silent withdrawals',
  about:
    'One row per withdrawal that nobody is to know of before the publication. It names nobody, and the publication removes it.',
  tier: 'sealed',
  versions: 0,
  crawled: false,
  retentionDays: 0,
  columns: {
    WithdrawalKey: text({ about: 'A keyed hash of the key of the enrolment.', unique: true }),
    Programme: text({ about: 'Key of the programme.', indexed: true }),
    Bucket: text({ about: 'Slice of the programme, by the hash and not by the person.', indexed: true }),
  },
})
export type Withdrawal = RowOf<typeof withdrawals>
export const withdrawalRow = rowSchema(withdrawals)
