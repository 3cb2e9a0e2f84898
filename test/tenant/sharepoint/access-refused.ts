import { SharePointError } from './errors.js'

const spException = (status: number, message: string): SharePointError =>
  new SharePointError(status, '-2146232832, Microsoft.SharePoint.SPException', message)

/** What SharePoint says about people, groups, levels and inheritance. */
export const accessRefused = {
  noSuchUser: () => spException(404, 'User cannot be found.'),
  noSuchGroup: () => spException(404, 'Group cannot be found.'),
  noSuchLogin: (login: string) => spException(500, `The specified user ${login} could not be found.`),
  noSuchPrincipal: (id: number) => spException(404, `Can not find the principal with id: ${id}.`),
  noSuchRole: (what: string) => spException(404, `Can not find the role definition with ${what}.`),
  noName: (what: string) => spException(400, `The ${what} must have a name.`),
  takenRole: () => spException(500, 'A permission level with this name already exists.'),
  takenGroup: () =>
    new SharePointError(
      500,
      '-2130575293, Microsoft.SharePoint.SPException',
      'The specified name is already in use.  Please try again with a new name.',
    ),
  fixedRole: () => spException(500, 'You cannot change or delete this permission level.'),
  topLevelSite: () => spException(500, 'This operation is not allowed on the top-level site of a site collection.'),
  inheritsRights: () =>
    new SharePointError(
      500,
      '-2146233079, System.InvalidOperationException',
      'This operation is not allowed on an object that inherits permissions.',
    ),
}
