/** The apps and the site of the local tenant. None of it is secret: it opens nothing but the stand-in on this machine. */
export const tenantId = '7d1a4f0e-52c7-4b0e-9a53-0c1f6f1f7a10'
export const sitePath = '/sites/mentoring'
export const apiUri = 'api://tandem'
/** The directory's group of the programme team: who is in it reads the team's lists in SharePoint. */
export const teamGroupId = '6e0c1d52-3f0b-4a51-9c1e-2a7d5b8f4e10'
export const apiAppId = 'b3c1d6f2-8a47-4d0e-b6f5-2f0c9e7d1a55'

/** Who asks for tokens: web parts ask as SharePoint's own client, card answers come from Outlook's. */
export const clients = {
  webPart: '08e18876-6177-487e-b8b5-cf950c1e598c',
  outlook: '48af08dc-f6d2-435f-b2a7-069abd99c086',
  backend: { id: '5e0f7b8c-94d1-4c36-8f6e-6b1f0d2a9c31', secret: 'stand-in-only' },
} as const
