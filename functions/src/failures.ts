import type { Message } from '@tandem/lists'

/** The person can act: shown word for word, never retried. `reason` is kept where the sentence has to be read later, in another language. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal'

  constructor(
    message: string,
    readonly reason: Message | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** A refusal because what was asked for is not there. */
export class Missing extends Refusal {
  override readonly name = 'Missing'
}

/** The caller is who they say they are, and it is not theirs. */
export class NotYours extends Error {
  override readonly name = 'NotYours'
}

/** No token, or none that we accept. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn'
}

/** Another service is down, throttles or was faster: asked again later. */
export class Outage extends Error {
  override readonly name: string = 'Outage'
}

/** Somebody wrote the row since we read it. */
export class Conflict extends Outage {
  override readonly name = 'Conflict'
}

/** A row with this unique key is there already. */
export class Duplicate extends Error {
  override readonly name = 'Duplicate'
}
