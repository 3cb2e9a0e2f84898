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
  noSuchRecycledItem: () =>
    new SharePointError(404, '-2147024894, System.IO.FileNotFoundException', 'The recycle bin item does not exist.'),
  noSuchWebhook: (id: string) =>
    new SharePointError(404, '-1, System.InvalidOperationException', `The subscription '${id}' does not exist.`),
  badWebhookExpiry: () =>
    new SharePointError(
      400,
      '-1, System.InvalidOperationException',
      'Invalid expirationDateTime. The value must be in the future and no more than 180 days from now.',
    ),
  webhookNotValidated: (url: string) =>
    new SharePointError(400, '-1, System.InvalidOperationException', `Failed to validate the notification URL '${url}'.`),
  badCaml: () =>
    new SharePointError(
      500,
      '-2147467259, Microsoft.SharePoint.SPException',
      'Cannot complete this action.\n\nPlease try again.',
    ),
  badChangeToken: () =>
    new SharePointError(
      500,
      '-2146232832, Microsoft.SharePoint.SPException',
      'The changeToken refers to a time before the start of the current change log, or to another object.',
    ),
  attachmentsOff: () =>
    new SharePointError(500, '-2146232832, Microsoft.SharePoint.SPException', 'Attachments are disabled for this list.'),
  badFileName: (name: string) =>
    new SharePointError(
      400,
      '-2130575245, Microsoft.SharePoint.SPException',
      `The file or folder name "${name}" contains characters that are not permitted.  Please use a different name.`,
    ),
  fileExists: (name: string) =>
    new SharePointError(
      500,
      '-2130575257, Microsoft.SharePoint.SPException',
      `The specified name is already in use.\n\nAn attachment with the same name already exists: ${name}.`,
    ),
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
  noSuchView: () => new SharePointError(400, '-2147024809, System.ArgumentException', 'The specified view is invalid.'),
  viewWithoutTitle: () =>
    new SharePointError(400, '-2147024809, System.ArgumentException', 'Value cannot be null.\r\nParameter name: strViewName'),
  noSuchViewField: () =>
    new SharePointError(
      400,
      '-2146233086, System.ArgumentOutOfRangeException',
      'Specified argument was out of the range of valid values.',
    ),
  readOnlyProperty: (name: string, type: string) =>
    invalidQuery(`The property '${name}' on type '${type}' is read-only and cannot be set.`),
  noSuchFieldToGet: (name: string) =>
    new SharePointError(
      400,
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
  otherNode: (found: string, expected: string) =>
    invalidQuery(`An unexpected '${found}' node was found when reading from the JSON reader. A '${expected}' node was expected.`),
  notAnEntry: () =>
    invalidQuery(
      "A node of type 'PrimitiveValue' was read from the JSON reader when trying to read the start of an entry. A 'StartObject' node was expected.",
    ),
  noTypeName: () =>
    invalidQuery(
      'An entry without a type name was found, but no expected type was specified. To allow entries without type information, the expected type must also be specified when the model is specified.',
    ),
  noCast: (declared: string, actual: string) =>
    invalidQuery(`The type '${declared}' is not compatible with the type '${actual}' of the resource.`),
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
  notForFilter: (name: string, type: string) =>
    new SharePointError(
      400,
      '-1, Microsoft.SharePoint.SPException',
      `The field '${name}' of type '${type}' cannot be used in the query filter expression.`,
    ),
  tooManyLookups: () =>
    new SharePointError(
      500,
      '-2147024749, Microsoft.SharePoint.SPQueryThrottledException',
      'The query cannot be completed because the number of lookup columns it contains exceeds the lookup column threshold.',
    ),
  badFormula: () =>
    new SharePointError(
      500,
      '-2146232832, Microsoft.SharePoint.SPException',
      'The formula contains a syntax error or is not supported.',
    ),
  noColumnForFormula: () =>
    new SharePointError(
      500,
      '-2130575273, Microsoft.SharePoint.SPException',
      'The formula refers to a column that does not exist.  Check the formula for spelling mistakes or change the non-existing column to an existing column.',
    ),
  columnNotForFormula: () =>
    new SharePointError(
      500,
      '-2146232832, Microsoft.SharePoint.SPException',
      'One or more column references are not allowed, because the columns are defined as a data type that is not supported in formulas.',
    ),
  rulesBroken: () =>
    new SharePointError(500, '-2130575162, Microsoft.SharePoint.SPListDataValidationException', 'List data validation failed.'),
  noSuchContentType: () =>
    new SharePointError(404, '-2147024809, System.ArgumentException', 'The specified content type does not exist.'),
  badContentTypeId: () =>
    new SharePointError(400, '-2147024809, System.ArgumentException', 'Value does not fall within the expected range.'),
  contentTypeWithoutName: () =>
    new SharePointError(400, '-2147024809, System.ArgumentException', 'The content type name cannot be empty.'),
  duplicateContentType: (name: string) =>
    new SharePointError(500, '-2130575183, Microsoft.SharePoint.SPException', `A duplicate content type "${name}" was found.`),
  contentTypeInUse: () =>
    new SharePointError(500, '-2146232832, Microsoft.SharePoint.SPException', 'The content type is in use.'),
  useAddField: () => invalidQuery('Please use addfield to add a lookup field.'),
  fieldStays: () => new SharePointError(400, '-2146232832, Microsoft.SharePoint.SPException', 'This field cannot be deleted.'),
  emptyFieldName: () =>
    new SharePointError(500, '-2130575250, Microsoft.SharePoint.SPException', 'The field name is not valid or is empty.'),
  badUrl: () =>
    new SharePointError(
      400,
      '-2130575155, Microsoft.SharePoint.SPException',
      'Invalid URL value.\n\nA URL field contains invalid data. Please check the value and try again.',
    ),
  invalidFieldXml: (message: string) => new SharePointError(500, '-2130575340, Microsoft.SharePoint.SPException', message),
  notInStandIn: (what: string, file: string) =>
    new SharePointError(
      501,
      '-2147467263, System.NotImplementedException',
      `The stand-in tenant has no ${what}. Add it in test/tenant/sharepoint/${file}.`,
    ),
}
