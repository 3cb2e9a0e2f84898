/**
 * Draws the key of a programme as a link to it in the programme console, where everything that changes rows is done. It is how a
 * column is drawn and not what it holds, so rows stay as they are.
 * https://learn.microsoft.com/sharepoint/dev/declarative-customization/column-formatting
 */
export const consoleLink = (consoleUrl: string): string =>
  JSON.stringify({
    $schema: 'https://developer.microsoft.com/json-schemas/sp/v2/column-formatting.schema.json',
    elmType: 'a',
    txtContent: '@currentField',
    attributes: {
      href: `='${consoleUrl.replaceAll("'", '%27')}#tandem-console=programme%3D' + @currentField + '%26view%3Doverview'`,
      title: 'Open in the programme console',
    },
  })
