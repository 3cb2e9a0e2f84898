import { settle } from '../run/settle.js'
import { liveUntil } from '../run/advance.js'
import type { Stack } from '../run/stack.js'
import { bookedMeetings } from './happenings.js'
import type { ClockView, Work } from './portal/protocol.js'

const day = 86_400_000

/** Plays everybody but the visitor for a while, so that one person can see a whole programme. */
export type OthersPlay = (stack: Stack, visitor: string) => Promise<void>

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
  let isMoving = false

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

  /** Something after which a person's page has to be loaded anew, and before which what is news is reckoned from here on. */
  async function moving(
    sentence: string,
    share: number | null,
    doing: (told: (progress: { share: number }) => void) => Promise<void>,
  ) {
    isMoving = true
    await take({ sentence, share }, async (told) => {
      since = await stack.now()
      bookedBefore = await bookedMeetings(stack)
      await doing((progress) => told({ sentence, share: progress.share }))
      moves++
    })
    isMoving = false
  }

  return {
    view: async (): Promise<ClockView> => ({
      now: await stack.now(),
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
    /** True while time moves or the others act; a look of Tandem's alone keeps nobody waiting for long. */
    isMoving: () => isMoving,
    move: (days: number) =>
      moving(days === 1 ? 'A day goes by' : `${days} days go by`, 0, async (told) => {
        const to = new Date(Date.parse(await stack.now()) + days * day).toISOString()
        await liveUntil(stack, to, told)
      }),
    /** Somebody did something: what follows from it happens now. Several deeds in a row are looked at together. */
    stirred(): void {
      if (lookAgain) return
      lookAgain = true
      void take({ sentence: 'Tandem is at work', share: null }, async () => {
        lookAgain = false
        await settle(stack)
      })
    },
    /** On the front page the visitor is nobody yet, and everybody acts. */
    playOthers: (visitor = '') =>
      moving('The others are doing their part', null, async () => {
        if (!playOthers) throw new Error('Nobody plays the others here.')
        await playOthers(stack, visitor)
        await settle(stack)
      }),
    /** Waits for what has begun. */
    idle: () => queue,
  }
}
export type Course = ReturnType<typeof courseOf>
