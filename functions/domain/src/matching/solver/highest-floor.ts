import { filling, type Choice } from './filling.js'
import { indices, type Filling } from './most-matched.js'
import { bestScore, highestIn, type FloorProof, type Remainder } from './problem.js'
import { tell, type Watch } from './watch.js'

type Known = { readonly choice: Choice; readonly all: Filling; readonly wanted: Filling }

/**
 * The highest score below which no pair has to fall, though as many people are matched and as many minimums met. What
 * succeeds with a few pairs succeeds; only a failure has to be proven with all of them.
 */
export function highestFloor(
  { choice, all, wanted }: Known,
  { places, firstPlaces, free }: Remainder,
  watch: Watch,
): { floor: number; proof: FloorProof } {
  let everyone = all.mentorOf
  let minimum = wanted.mentorOf
  let proof: FloorProof = { cover: { mentees: [], mentors: [] }, lost: 'matched' }
  const reaches = (floor: number): boolean => {
    const most = filling(choice, floor, places, all.matched, everyone)
    if (most.matched < all.matched) {
      proof = { cover: most.cover, lost: 'matched' }
      return false
    }
    const least = filling(choice, floor, firstPlaces, wanted.matched, minimum)
    if (least.matched < wanted.matched) {
      proof = { cover: least.cover, lost: 'shortfall' }
      return false
    }
    everyone = most.mentorOf
    minimum = least.mentorOf
    return true
  }

  let low = 0
  let high = bestScore(choice.chosen, free) + 1
  const best = choice.chosen.map((row, mentee) => (free[mentee] ? highestIn(row) : -1))
  if (best.filter((score) => score >= 0).length === all.matched) {
    // Everybody who can be matched is: whoever has the poorest best score sets a limit, and is the proof of it.
    high = 1 + best.reduce((least, score) => (score >= 0 && score < least ? score : least), high)
    proof = { cover: { mentees: indices(best.length, (mentee) => best[mentee]! >= high), mentors: [] }, lost: 'matched' }
  }
  while (low + 1 < high) {
    tell(watch, 'floor')
    const middle = Math.floor((low + high) / 2)
    if (reaches(middle)) low = middle
    else high = middle
  }
  return { floor: low, proof }
}
