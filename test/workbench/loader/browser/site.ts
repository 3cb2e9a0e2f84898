/** The person who looks at the page; `id` is the directory's object id. */
export type Visitor = {
  readonly displayName: string
  readonly email: string
  readonly loginName: string
  readonly id: string
}

export type Site = {
  /** Absolute address of the site; SPHttpClient and PnPjs send their requests there. */
  readonly url: string
  readonly tenantId: string
  readonly locale: string
  readonly visitor: Visitor
}

/** The page's own knowledge of itself, as SharePoint writes it into every page. */
export function pageContextOf({ url, tenantId, locale, visitor }: Site): { readonly options: object; readonly legacy: object } {
  const serverRelativeUrl = new URL(url).pathname
  const { displayName, email, loginName, id } = visitor
  const options = {
    aadInfo: { instanceUrl: new URL(url).origin, tenantId, userId: id },
    cultureInfo: { currentCultureName: locale, currentUICultureName: locale, isRightToLeft: false },
    site: {
      id: '8f1e2d3c-4b5a-4c6d-8e7f-1a2b3c4d5e6f',
      correlationId: '1c2d3e4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
      absoluteUrl: url,
      serverRelativeUrl,
      isNoScriptEnabled: true,
      recycleBinItemCount: 0,
    },
    user: { displayName, email, loginName, isAnonymousGuestUser: false, isExternalGuestUser: false },
    web: {
      id: '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d',
      absoluteUrl: url,
      serverRelativeUrl,
      title: 'Mentoring',
      language: 1033,
      languageName: locale,
      templateName: 'SITEPAGEPUBLISHING',
      permissions: { High: 176, Low: 138612833 }, // a site visitor's: reading, and nothing else
      logoUrl: '',
      isAppWeb: false,
    },
    featureInfo: {},
  }
  const legacy = {
    webAbsoluteUrl: url,
    webServerRelativeUrl: serverRelativeUrl,
    siteAbsoluteUrl: url,
    siteServerRelativeUrl: serverRelativeUrl,
    formDigestValue: '0x00',
    formDigestTimeoutSeconds: 1800,
    aadTenantId: tenantId,
    aadUserId: id,
    userDisplayName: displayName,
    userEmail: email,
    userLoginName: loginName,
    currentUICultureName: locale,
    isSPO: true,
  }
  return { options, legacy }
}
