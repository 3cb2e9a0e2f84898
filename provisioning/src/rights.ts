import { siteUrl } from './site.js'

/** What has to be granted before the first `apply`, by whom and in which order; each line can be carried out as it stands. */
export function rightsNeeded(address: string): string[] {
  const url = new URL(siteUrl(address))
  const place = `${url.hostname}:${url.pathname}`
  return [
    `To provision ${url.href.replace(/\/$/, '')}, in this order:`,
    '',
    '1. A SharePoint administrator creates the site and names one or two site collection administrators. Whoever that is can open',
    '   every list for good, so it should be nobody from the programme team; what people confide is ciphertext to them too.',
    '',
    'Either you run the command as a person:',
    '2. A site collection administrator runs it. Less does not do: closing a list would lock out whoever is closing it.',
    `     az login --scope https://${url.host}/.default`,
    '   Where SharePoint refuses the token of the Azure CLI: --device-code, with an app registration of your own in AZURE_CLIENT_ID',
    '   that has the delegated permission AllSites.FullControl of "Office 365 SharePoint Online".',
    '',
    'Or as an application, for machines and for the function app:',
    '2. A Privileged Role Administrator or Global Administrator consents to the application permission Sites.Selected of',
    '   "Office 365 SharePoint Online" for the application; alone it opens no site at all.',
    '     az ad app permission add --id APP_ID --api 00000003-0000-0ff1-ce00-000000000000 --api-permissions 20d37865-089c-4dee-8c41-6967602d4ac8=Role',
    '     az ad app permission admin-consent --id APP_ID',
    '3. Somebody who holds Sites.FullControl.All, once, gives the application this one site:',
    `     SITE_ID=$(az rest --method get --url "https://graph.microsoft.com/v1.0/sites/${place}?\\$select=id" --query id -o tsv)`,
    '     GRANT_ID=$(az rest --method post --url "https://graph.microsoft.com/v1.0/sites/$SITE_ID/permissions" \\',
    '       --body \'{"roles":["write"],"grantedToIdentities":[{"application":{"id":"APP_ID","displayName":"Tandem"}}]}\' --query id -o tsv)',
    '     az rest --method patch --url "https://graph.microsoft.com/v1.0/sites/$SITE_ID/permissions/$GRANT_ID" \\',
    '       --body \'{"roles":["fullcontrol"]}\'',
    '   A grant begins as "write" and is raised afterwards; Graph refuses "fullcontrol" for a new one. It is for provisioning, which sets',
    '   permissions. The function app itself needs "write" and no more.',
    '4. The application signs in with a certificate; SharePoint refuses application tokens that were got with a secret.',
    '     AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_CERTIFICATE_PATH',
    '',
    'Which applications have the site, at any time:',
    '     az rest --method get --url "https://graph.microsoft.com/v1.0/sites/$SITE_ID/permissions"',
  ]
}
