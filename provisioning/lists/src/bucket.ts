/** How many slices a programme's rows are cut into; two digits. */
export const buckets = 100

/**
 * The slice a person's rows lie in: programme key, slash, two digits. A filter that returns more rows than the list view threshold
 * fails even on an index, so a big programme is read slice by slice. FNV-1a spreads GUIDs evenly and needs no library.
 */
export function bucketOf(programme: string, personId: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < personId.length; i++) hash = Math.imul(hash ^ personId.charCodeAt(i), 0x01000193)
  return bucketKey(programme, (hash >>> 0) % buckets)
}

export const bucketKey = (programme: string, bucket: number): string => `${programme}/${String(bucket).padStart(2, '0')}`
