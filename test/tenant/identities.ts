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
}

export const defaultApps: readonly SeedApp[] = [
  {
    appId: 'b3c1d6f2-8a47-4d0e-b6f5-2f0c9e7d1a55',
    displayName: 'Tandem API',
    uri: 'api://tandem',
    principalId: '00000000-7a4d-4e00-8000-0000000000a1',
  },
  {
    appId: '5e0f7b8c-94d1-4c36-8f6e-6b1f0d2a9c31',
    displayName: 'Tandem backend',
    principalId: '00000000-7a4d-4e00-8000-0000000000a2',
    secret: 'stand-in-only',
    permissions: ['User.Read.All', 'Calendars.ReadWrite', 'Mail.ReadWrite', 'Mail.Send', 'Sites.Selected'],
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
]

export const defaultSite = { path: '/sites/mentoring', title: 'Mentoring' }

export const defaultServiceMailbox = {
  id: '00000000-7a4d-4e00-8000-000000000001',
  displayName: 'Tandem',
  mail: 'tandem@contoso.example',
  userPrincipalName: 'tandem@contoso.example',
  accountEnabled: false,
  userType: 'Member',
}

/** The one app that may write to the default site (Sites.Selected with a site grant). */
export const defaultGrants = [
  { site: defaultSite.path, list: null, principal: '5e0f7b8c-94d1-4c36-8f6e-6b1f0d2a9c31', access: 'write' },
] as const
