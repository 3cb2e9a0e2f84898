import { DefaultAzureCredential } from '@azure/identity'
import { readEnvironment } from './environment.js'
import { registerTandem } from './register-tandem.js'
import { tokenSource } from './tokens.js'

/** The function app in Azure: managed identity, Microsoft's own addresses, the real clock. */
const environment = readEnvironment(process.env)

registerTandem({
  environment,
  tokenFor: tokenSource(new DefaultAzureCredential()),
  transport: (url, init) => fetch(url, init),
  keysUrl: new URL(`${environment.TANDEM_AUTHORITY}/${environment.TANDEM_TENANT_ID}/discovery/v2.0/keys`),
  clock: () => new Date(),
})
