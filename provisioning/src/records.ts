import { date, defineList, number, rowSchema, text } from '@tandem/lists'
import type { z } from 'zod'

/**
 * What provisioning has to remember about a site: which rows it shipped and what was in them, and how far a migration is. In a list
 * of the site, so that whoever runs it next, from whatever machine, knows. Nobody has rights on it; it names no person.
 */
export const records = defineList({
  key: 'TandemProvisioning',
  title: 'Reverse mentoring: provisioning',
  about: 'What provisioning did here: migrations that ran and starter content that was shipped. It holds nothing about people.',
  tier: 'sealed',
  versions: 0,
  crawled: false,
  retentionDays: 3650,
  columns: {
    RecordKey: text({ about: 'migration/id, or content/list/key.', unique: true }),
    Fingerprint: text({ about: 'Of a shipped row: what was in it when it was shipped.', required: false }),
    RunId: text({ about: 'Of a migration: the run that is at it, or was.', required: false }),
    Cursor: number({ about: 'Of a migration: the id of the last row it is done with.', required: false }),
    Changed: number({ about: 'Of a migration: how many rows it changed.', required: false }),
    StartedOn: date({ about: 'When a migration began.', required: false }),
    FinishedOn: date({ about: 'When a migration was through.', required: false }),
  },
})

const Record = rowSchema(records)
export type ProvisioningRecord = z.output<typeof Record>
export const parseRecord = (fields: unknown): ProvisioningRecord => Record.parse(fields)

export const contentKey = (list: string, row: string): string => `content/${list}/${row}`
export const migrationKey = (id: string): string => `migration/${id}`
