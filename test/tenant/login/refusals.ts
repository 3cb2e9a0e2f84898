import { randomUUID } from 'node:crypto'

import type { Context } from 'hono'

import { graphAppId } from '../identities.js'

/** An answer of the login service that is not a token; numbers and first sentences are those of Entra ID. */
export class LoginRefusal extends Error {
  constructor(
    readonly error: string,
    readonly number: number,
    message: string,
    readonly more: { readonly status?: 400 | 401; readonly suberror?: string; readonly claims?: string } = {},
  ) {
    super(message)
  }
}

const certificateHelp = 'Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials'
const badClient = (number: number, message: string): LoginRefusal =>
  new LoginRefusal('invalid_client', number, message, { status: 401 })

export const refusedLogin = {
  missing: (parameter: string) =>
    new LoginRefusal('invalid_request', 900144, `The request body must contain the following parameter: '${parameter}'.`),
  grantType: (given: string) =>
    new LoginRefusal(
      'unsupported_grant_type',
      70003,
      `The app requested an unsupported grant type '${given}'. The stand-in keeps its grant types in test/tenant/login/grants.ts.`,
    ),
  unknownApp: (clientId: string, tenantId: string) =>
    new LoginRefusal(
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
    ),
  noCredential: () =>
    badClient(7000218, `The request body must contain the following parameter: 'client_assertion' or 'client_secret'.`),
  wrongSecret: (appId: string) =>
    badClient(
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${appId}'.`,
    ),
  malformedAssertion: () => badClient(50027, 'Invalid JWT token. No certificate thumbprint specified in token header.'),
  unknownCertificate: (thumbprint: string, appId: string) =>
    badClient(
      700027,
      `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '${thumbprint}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${appId}'.`,
    ),
  wrongSignature: (thumbprint: string) =>
    badClient(
      700027,
      `Client assertion failed signature validation. [Reason - The provided signature value did not match the expected signature value., Thumbprint of key used by client: '${thumbprint}'].`,
    ),
  assertionOver: (expiry: string) =>
    badClient(
      700024,
      `Client assertion is not within its valid time range. Current time: ${new Date().toISOString()}, expiry time of assertion ${expiry}. ${certificateHelp}.`,
    ),
  assertionAudience: () => badClient(700023, `Client assertion audience claim does not match Realm issuer. ${certificateHelp}.`),
  assertionIssuer: () =>
    badClient(700021, `Client assertion application identifier doesn't match 'client_id' parameter. ${certificateHelp}.`),
  twoResources: () =>
    new LoginRefusal(
      'invalid_request',
      28000,
      'Provided value for the input parameter scope is not valid because it contains more than one resource.',
    ),
  unknownResource: (resource: string, tenantId: string) =>
    new LoginRefusal(
      'invalid_resource',
      500011,
      `The resource principal named ${resource} was not found in the tenant named ${tenantId}.`,
    ),
  scopeForApp: (scope: string) =>
    new LoginRefusal(
      'invalid_scope',
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    ),
  unknownPerson: (username: string, tenantId: string) =>
    new LoginRefusal(
      'invalid_grant',
      50034,
      `The user account ${username} does not exist in the ${tenantId} directory. To sign into this application, the account must be added to the directory.`,
    ),
  disabledPerson: () => new LoginRefusal('invalid_grant', 50057, 'The user account is disabled.'),
  notConsented: (appId: string, name: string) =>
    new LoginRefusal(
      'invalid_grant',
      65001,
      `The user or administrator has not consented to use the application with ID '${appId}' named '${name}'. Send an interactive authorization request for this user and resource.`,
      { suberror: 'consent_required' },
    ),
  signInAgain: () =>
    new LoginRefusal(
      'interaction_required',
      50076,
      `Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '${graphAppId}'.`,
      { suberror: 'basic_action', claims: '{"access_token":{"capolids":{"essential":true,"values":["stand-in"]}}}' },
    ),
  forgedAssertion: () =>
    new LoginRefusal(
      'invalid_grant',
      50013,
      'Assertion failed signature validation. [Reason - The provided signature value did not match the expected signature value.]',
    ),
  expiredAssertion: () =>
    new LoginRefusal(
      'invalid_grant',
      500133,
      `Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion, or request a new token. Current time: ${new Date().toISOString()}.`,
    ),
  otherAudience: (given: string, appId: string, name: string) =>
    new LoginRefusal(
      'invalid_grant',
      500131,
      `Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was '${given}' and the expected audience is '${appId}' or one of the Application Uris of this application with App ID '${appId}'(${name}). The downstream client must request a token for the expected audience (the application that made the OBO request) and this application should use that token as the assertion.`,
    ),
  appAsPerson: (appId: string) =>
    new LoginRefusal('invalid_grant', 7000114, `Application '${appId}' is not allowed to make application on-behalf-of calls.`),
  badRefreshToken: () => new LoginRefusal('invalid_grant', 70000, 'Provided grant is invalid or malformed.'),
  oldRefreshToken: (issued: string) =>
    new LoginRefusal(
      'invalid_grant',
      700082,
      `The refresh token has expired due to inactivity. The token was issued on ${issued} and was inactive for 90.00:00:00.`,
    ),
  revoked: (issued: string, validFrom: string) =>
    new LoginRefusal(
      'invalid_grant',
      50173,
      `The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '${issued}' and the TokensValidFrom date (before which tokens are not valid) for this user is '${validFrom}'.`,
    ),
  pending: () =>
    new LoginRefusal('authorization_pending', 70016, 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.'),
  declined: () => new LoginRefusal('authorization_declined', 70016, 'The end user denied the authorization request.'),
  codeOver: () =>
    new LoginRefusal(
      'expired_token',
      70020,
      `The provided value for the input parameter 'device_code' is not valid. This device code has expired.`,
    ),
  unknownCode: () =>
    new LoginRefusal('bad_verification_code', 70018, `The provided value for the input parameter 'device_code' is not valid.`),
}

export function answerLoginRefusal(context: Context, { error, number, message, more }: LoginRefusal): Response {
  const [trace, correlation] = [randomUUID(), context.req.header('client-request-id') ?? randomUUID()]
  const timestamp = new Date().toISOString().replace('T', ' ').replace(/\.\d+/, '')
  const document = {
    error,
    error_description: `AADSTS${number}: ${message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [number],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    ...(more.suberror ? { suberror: more.suberror } : {}),
    ...(more.claims ? { claims: more.claims } : {}),
  }
  return context.json(document, more.status ?? 400)
}
