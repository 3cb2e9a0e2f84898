/** The one HTML page of the portal; everything in it is drawn by its script. */
export const shell = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Contoso · a stand-in for Microsoft 365</title>
    <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='5' cy='6' r='3' fill='none' stroke='%2303787c' stroke-width='2'/%3E%3Ccircle cx='12' cy='5' r='3' fill='%2303787c'/%3E%3Cpath d='M4 9c0 6 8 7 8-1' fill='none' stroke='%2303787c' stroke-width='2'/%3E%3C/svg%3E" />
    <link rel="stylesheet" href="/portal/main.css" />
  </head>
  <body>
    <div id="portal"><p class="starting" role="status">Opening …</p></div>
    <noscript>This page needs JavaScript: it shows real SharePoint web parts.</noscript>
    <script src="/workbench/workbench.js"></script>
    <script src="/portal/main.js"></script>
  </body>
</html>
`
