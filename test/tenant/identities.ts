/** What the tenant is called and which apps are registered in it when nobody says otherwise. */
export const defaultTenantId = '7d1a4f0e-52c7-4b0e-9a53-0c1f6f1f7a10'

export const graphResource = 'https://graph.microsoft.com'
export const graphAppId = '00000003-0000-0000-c000-000000000000'

export type SeedApp = {
  readonly appId: string
  readonly displayName: string
  /** Object id of the app's service principal: the `oid` of its app-only tokens. */
  readonly principalId?: string
  readonly uri?: string
  readonly secret?: string
  /** Application permissions on Graph and SharePoint an administrator has consented to. */
  readonly permissions?: readonly string[]
  /** Scopes on Graph consented to for everybody. Without it, whatever the app asks for on a person's behalf. */
  readonly consented?: readonly string[]
  /** Public certificates in PEM with which it may sign in instead of a secret. */
  readonly certificates?: readonly string[]
  /** The identity that Azure lends to what runs there. */
  readonly managedIdentity?: boolean
}

export const defaultApps: readonly SeedApp[] = [
  {
    appId: 'b3c1d6f2-8a47-4d0e-b6f5-2f0c9e7d1a55',
    displayName: 'Tandem API',
    uri: 'api://tandem',
    principalId: '00000000-7a4d-4e00-8000-0000000000a1',
    secret: 'stand-in-only',
  },
  {
    appId: '5e0f7b8c-94d1-4c36-8f6e-6b1f0d2a9c31',
    displayName: 'Tandem backend',
    principalId: '00000000-7a4d-4e00-8000-0000000000a2',
    secret: 'stand-in-only',
    permissions: ['User.Read.All', 'Calendars.ReadWrite', 'Mail.ReadWrite', 'Mail.Send', 'Sites.Selected'],
    managedIdentity: true,
  },
  {
    appId: '08e18876-6177-487e-b8b5-cf950c1e598c',
    displayName: 'SharePoint Online Web Client Extensibility',
    principalId: '00000000-7a4d-4e00-8000-0000000000a3',
  },
  {
    appId: '48af08dc-f6d2-435f-b2a7-069abd99c086',
    displayName: 'Outlook Actionable Messages',
    principalId: '00000000-7a4d-4e00-8000-0000000000a4',
  },
  {
    // With what provisioning signs in: it makes lists and gives rights, which the backend at its daily work may not.
    appId: 'c7a9e1d4-3b52-4f68-9d0e-7e4b8a6c2f13',
    displayName: 'Tandem provisioning',
    principalId: '00000000-7a4d-4e00-8000-0000000000a6',
    secret: 'stand-in-only',
    permissions: ['Sites.Selected'],
  },
  {
    // Microsoft's own, in every tenant: what `@azure/identity` signs people in with when it is told of no other app.
    appId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
    displayName: 'Microsoft Azure CLI',
    principalId: '00000000-7a4d-4e00-8000-0000000000a5',
  },
]

/** What `.default` brings on Graph where nobody has said what is consented to. */
export const everydayScopes: readonly string[] = [
  'User.ReadBasic.All',
  'User.Read',
  'Calendars.ReadWrite',
  'Mail.ReadWrite',
  'Mail.Send',
  'ApprovalSolution.ReadWrite',
  'ApprovalSolutionResponse.ReadWrite',
]

/** What stands in IDENTITY_HEADER where code runs with a managed identity. */
export const managedIdentityHeader = 'stand-in-only'

export const defaultSite = { path: '/sites/mentoring', title: 'Mentoring' }

export const defaultServiceMailbox = {
  id: '00000000-7a4d-4e00-8000-000000000001',
  displayName: 'Tandem',
  mail: 'tandem@contoso.example',
  userPrincipalName: 'tandem@contoso.example',
  accountEnabled: false,
  userType: 'Member',
}

/** What an administrator gave with Sites.Selected: rows to the backend, the site itself to what makes its lists. */
export const defaultGrants = [
  { site: defaultSite.path, list: null, principal: '5e0f7b8c-94d1-4c36-8f6e-6b1f0d2a9c31', access: 'write' },
  { site: defaultSite.path, list: null, principal: 'c7a9e1d4-3b52-4f68-9d0e-7e4b8a6c2f13', access: 'fullcontrol' },
] as const
