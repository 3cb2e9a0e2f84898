/** A binary heap of numbered things by distance; equal distances leave in the order of their numbers, so that ties are always broken alike. */
export type NearestFirst = {
  readonly add: (distance: number, item: number) => void
  /** The nearest item, -1 when there is none. */
  readonly take: () => number
  /** How far away the item taken last is. */
  readonly taken: () => number
  readonly clear: () => void
}

export function nearestFirst(): NearestFirst {
  let distances = new Float64Array(256)
  let items = new Int32Array(256)
  let size = 0
  let last = 0
  const before = (distance: number, item: number, other: number): boolean =>
    distance < distances[other]! || (distance === distances[other]! && item < items[other]!)
  const put = (slot: number, distance: number, item: number): void => {
    distances[slot] = distance
    items[slot] = item
  }
  return {
    add: (distance, item) => {
      if (size === items.length) {
        const wider = new Float64Array(2 * size)
        wider.set(distances)
        distances = wider
        const longer = new Int32Array(2 * size)
        longer.set(items)
        items = longer
      }
      let slot = size++
      while (slot > 0) {
        const parent = (slot - 1) >> 1
        if (!before(distance, item, parent)) break
        put(slot, distances[parent]!, items[parent]!)
        slot = parent
      }
      put(slot, distance, item)
    },
    take: () => {
      if (size === 0) return -1
      const item = items[0]!
      last = distances[0]!
      size -= 1
      const distance = distances[size]!
      const moved = items[size]!
      let slot = 0
      for (let child = 1; child < size; child = 2 * slot + 1) {
        if (child + 1 < size && before(distances[child + 1]!, items[child + 1]!, child)) child += 1
        if (before(distance, moved, child)) break
        put(slot, distances[child]!, items[child]!)
        slot = child
      }
      put(slot, distance, moved)
      return item
    },
    taken: () => last,
    clear: () => {
      size = 0
    },
  }
}
