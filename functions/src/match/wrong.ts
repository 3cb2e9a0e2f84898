/** Something about the command or its file is wrong; the message is one sentence that names the place. */
export class NotAnInstance extends Error {}
