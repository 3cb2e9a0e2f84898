import { z } from 'zod'

const key = z
  .string()
  .transform((value) => Buffer.from(value, 'base64'))
  .refine((bytes) => bytes.length === 32, 'has to be 32 bytes in base64')

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== ''),
)

/** Every setting the function app reads. The names are those of the application settings in Azure. */
const Environment = z.object({
  TANDEM_TENANT_ID: z.uuid(),
  /** Application (client) id of our API: the audience of every token we accept. */
  TANDEM_API_APP_ID: z.uuid(),
  TANDEM_SCOPE: z.string().default('user_impersonation'),
  /** Applications whose tokens pages send; SharePoint's own, and others a tenant adds. */
  TANDEM_PAGE_APPS: list.default(['08e18876-6177-487e-b8b5-cf950c1e598c']),
  /** The application on whose behalf Outlook posts the answer of a card. */
  TANDEM_CARD_APPS: list.default(['48af08dc-f6d2-435f-b2a7-069abd99c086']),
  TANDEM_SITE_URL: z.url(),
  /** Public address of this API, up to and including the route prefix; cards post there. */
  TANDEM_API_URL: z.url(),
  /** The page mails lead to. */
  TANDEM_PAGES_URL: z.url(),
  /** Directory id of the mailbox that sends our mails. */
  TANDEM_SENDER: z.string().min(1),
  /** Originator id of the actionable-message registration; empty until the tenant has one. */
  TANDEM_ORIGINATOR: z.string().default(''),
  TANDEM_SEAL_KEY: key,
  TANDEM_CARD_KEY: key,
  /** Real seconds a worker may be silent before another takes its step over. Longer than a function may run, which is five minutes. */
  TANDEM_LEASE_SECONDS: z.coerce.number().int().min(5).default(360),
  /** Audience and scope of the tokens that come with card answers, where the actionable-message provider has an application of its own. */
  TANDEM_CARD_APP_ID: z.uuid().optional(),
  TANDEM_CARD_SCOPE: z.string().default('user_impersonation'),
  /** Where the tenant's tokens come from; another in national clouds. */
  TANDEM_AUTHORITY: z.url().default('https://login.microsoftonline.com'),
})

export type Environment = z.output<typeof Environment>

/** Reads the settings once, at start. Names every one that is missing or wrong, so that one look is enough to mend them. */
export function readEnvironment(values: Readonly<Record<string, string | undefined>>): Environment {
  const parsed = Environment.safeParse(values)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map(({ path, message }) => {
    const name = path.join('.')
    return values[name] === undefined ? `${name} is missing` : `${name} ${message.charAt(0).toLowerCase()}${message.slice(1)}`
  })
  throw new Error(
    `The application settings are not complete: ${wrong.join('; ')}. Set them on the function app and start it again.`,
  )
}
