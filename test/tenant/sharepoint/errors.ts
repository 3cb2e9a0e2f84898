/** A refusal as SharePoint words it: "code, exception type" and a sentence. */
export class SharePointError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

const client = 'Microsoft.SharePoint.Client'
const invalidQuery = (message: string): SharePointError =>
  new SharePointError(400, `-1, ${client}.InvalidClientQueryException`, message)

export const refused = {
  accessDenied: () =>
    new SharePointError(
      403,
      '-2147024891, System.UnauthorizedAccessException',
      'Access denied. You do not have permission to perform this action or access this resource.',
    ),
  noSuchResource: (path: string) =>
    new SharePointError(404, `-1, ${client}.ResourceNotFoundException`, `Cannot find resource for the request ${path}.`),
  wrongMethod: (method: string, resource: string) =>
    new SharePointError(
      405,
      `-1, ${client}.ClientServiceException`,
      `The HTTP method '${method}' cannot be used to access the resource '${resource}'. The operation type of the resource is specified as 'Default'. Please use correct HTTP method to invoke the resource.`,
    ),
  noSuchList: (title: string, webUrl: string) =>
    new SharePointError(404, '-1, System.ArgumentException', `List '${title}' does not exist at site with URL '${webUrl}'.`),
  noSuchListId: () =>
    new SharePointError(
      404,
      '-2130575322, Microsoft.SharePoint.SPException',
      'List does not exist. The page you selected contains a list that does not exist.  It may have been deleted by another user.',
    ),
  noSuchFile: () => new SharePointError(404, '-2147024894, System.IO.FileNotFoundException', 'File Not Found.'),
  noSuchItem: () =>
    new SharePointError(
      404,
      '-2130575338, System.ArgumentException',
      'Item does not exist. It may have been deleted by another user.',
    ),
  noSuchField: (name: string, listUrl: string) =>
    new SharePointError(
      400,
      '-2147024809, System.ArgumentException',
      `Column '${name}' does not exist. It may have been deleted by another user.  ${listUrl}`,
    ),
  noSuchFieldToGet: (name: string) =>
    new SharePointError(
      404,
      '-2147024809, System.ArgumentException',
      `Column '${name}' does not exist. It may have been deleted by another user.`,
    ),
  noSuchProperty: (name: string, type: string) =>
    invalidQuery(
      `The property '${name}' does not exist on type '${type}'. Make sure to only use property names that are defined by the type.`,
    ),
  wrongType: (expected: string) =>
    invalidQuery(
      `Cannot convert a primitive value to the expected type '${expected}'. See the inner exception for more details.`,
    ),
  notPrimitive: (found: string) =>
    invalidQuery(
      `An unexpected '${found}' node was found when reading from the JSON reader. A 'PrimitiveValue' node was expected.`,
    ),
  invalidJson: () => invalidQuery('Invalid JSON. A token was not recognized in the JSON content.'),
  invalidExpression: (message: string) => invalidQuery(message),
  needsExpand: (name: string) =>
    new SharePointError(
      400,
      '-1, Microsoft.SharePoint.SPException',
      `The query to field '${name}' is not valid. The $select query string must specify the target fields and the $expand query string must contains ${name}.`,
    ),
  textTooLong: () =>
    new SharePointError(
      400,
      '-2130575155, Microsoft.SharePoint.SPException',
      'Invalid text value.\n\nA text field contains invalid data. Please check the value and try again.',
    ),
  duplicateValue: (columns: readonly string[]) =>
    new SharePointError(
      500,
      '-2130575169, Microsoft.SharePoint.SPDuplicateValuesFoundException',
      `The list item could not be added or updated because duplicate values were found in the following field(s) in the list: [${columns.join(', ')}].`,
    ),
  duplicateList: () =>
    new SharePointError(
      500,
      '-2130575342, Microsoft.SharePoint.SPException',
      'A list, survey, discussion board, or document library with the specified title already exists in this Web site.  Please choose another title.',
    ),
  duplicateField: (name: string) =>
    new SharePointError(500, '-2130575214, Microsoft.SharePoint.SPException', `A duplicate field name "${name}" was found.`),
  throttled: () =>
    new SharePointError(
      500,
      '-2147024860, Microsoft.SharePoint.SPQueryThrottledException',
      'The attempted operation is prohibited because it exceeds the list view threshold.',
    ),
  versionConflict: (asked: string, actual: string) =>
    new SharePointError(
      412,
      `-1, ${client}.ClientServiceException`,
      `The request ETag value '${asked}' does not match the object's ETag value '${actual}'.`,
    ),
  cannotIndex: (title: string) =>
    new SharePointError(500, '-2146232832, Microsoft.SharePoint.SPException', `Field "${title}" cannot be indexed.`),
  cannotBeUnique: (title: string) =>
    new SharePointError(
      500,
      '-2146232832, Microsoft.SharePoint.SPException',
      `Field "${title}" must be indexed before it can enforce unique values.`,
    ),
  tooManyIndexes: () =>
    new SharePointError(
      500,
      '-2146232832, Microsoft.SharePoint.SPException',
      'You cannot add an index to this column because the list has reached the maximum number of indexed columns (20).',
    ),
  notUniqueAlready: (title: string) =>
    new SharePointError(
      500,
      '-2130575167, Microsoft.SharePoint.SPException',
      `The column "${title}" contains duplicate values and cannot enforce unique values.`,
    ),
  invalidFieldXml: (message: string) => new SharePointError(500, '-2130575340, Microsoft.SharePoint.SPException', message),
  notInStandIn: (what: string, file: string) =>
    new SharePointError(
      501,
      '-2147467263, System.NotImplementedException',
      `The stand-in tenant has no ${what}. Add it in test/tenant/sharepoint/${file}.`,
    ),
}
