import { settle } from '../run/settle.js'
import { liveUntil } from '../run/advance.js'
import type { Stack } from '../run/stack.js'
import { bookedMeetings } from './happenings.js'
import type { ClockView, Work } from './portal/protocol.js'

const day = 86_400_000

/** Plays the other people of the company for a while, so that one visitor can see a whole programme. */
export type OthersPlay = (stack: Stack, told: (sentence: string) => void) => Promise<void>

/**
 * The course of things in the portal: time moves when the visitor says so, and after everything somebody does Tandem looks at once
 * instead of at the next quarter of an hour. One thing at a time; what comes meanwhile waits.
 */
export function courseOf(stack: Stack, playOthers?: OthersPlay) {
  let queue: Promise<void> = Promise.resolve()
  let work: Work | null = null
  let failed: string | null = null
  let revision = 1
  let moves = 0
  let since: string | undefined
  let bookedBefore: ReadonlySet<string> | undefined
  let lookAgain = false

  function take(first: Work, doing: (told: (next: Work) => void) => Promise<void>): Promise<void> {
    const turn = queue.then(async () => {
      work = first
      failed = null
      try {
        await doing((next) => {
          work = next
          revision++
        })
      } catch (error) {
        failed = error instanceof Error ? error.message : String(error)
      } finally {
        work = null
        revision++
      }
    })
    queue = turn
    return turn
  }

  const beginNews = async () => {
    since = await stack.now()
    bookedBefore = await bookedMeetings(stack)
  }
  const looking = (now: string): Work => ({ sentence: 'Tandem is at work', now, share: null })

  return {
    view: async (): Promise<ClockView> => ({
      now: work && work.share !== null ? work.now : await stack.now(),
      revision,
      moves,
      work,
      failed,
      canPlayOthers: playOthers !== undefined,
    }),
    /** From when on things are news to the visitor, and which meetings stood in calendars then. */
    async newsSince() {
      since ??= new Date(Date.parse(await stack.now()) - day).toISOString()
      bookedBefore ??= await bookedMeetings(stack)
      return { since, bookedBefore }
    },
    isBusy: () => work !== null,
    move(days: number): Promise<void> {
      return take({ sentence: days === 1 ? 'A day goes by' : `${days} days go by`, now: '', share: 0 }, async (told) => {
        await beginNews()
        const from = await stack.now()
        const sentence = days === 1 ? 'A day goes by' : `${days} days go by`
        told({ sentence, now: from, share: 0 })
        const to = new Date(Date.parse(from) + days * day).toISOString()
        await liveUntil(stack, to, ({ now, share }) => told({ sentence, now, share }))
        moves++
      })
    },
    /** Somebody did something: what follows from it happens now. Several deeds in a row are looked at together. */
    stirred(): void {
      if (lookAgain) return
      lookAgain = true
      void take(looking(''), async () => {
        lookAgain = false
        await settle(stack)
      })
    },
    playOthers(): Promise<void> {
      if (!playOthers) return Promise.reject(new Error('Nobody plays the others here.'))
      return take({ sentence: 'The others are doing their part', now: '', share: null }, async (told) => {
        await beginNews()
        await playOthers(stack, (sentence) => told({ sentence, now: '', share: null }))
        await settle(stack)
        moves++
      })
    },
    /** Waits for what has begun. */
    idle: () => queue,
  }
}
export type Course = ReturnType<typeof courseOf>
