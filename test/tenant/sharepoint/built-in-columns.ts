/** A column every list is born with and nobody deletes. */
export type BuiltIn = {
  readonly name: string
  readonly title: string
  readonly type: string
  readonly id: string
  readonly hidden: boolean
  readonly readOnly: boolean
}

/** SharePoint's numbers and class names of the types that only built-in columns have. */
export const builtInTypes: Readonly<Record<string, { readonly kind: number; readonly className: string }>> = {
  Integer: { kind: 1, className: 'SP.FieldNumber' },
  Text: { kind: 2, className: 'SP.FieldText' },
  Note: { kind: 3, className: 'SP.FieldMultiLineText' },
  DateTime: { kind: 4, className: 'SP.FieldDateTime' },
  Counter: { kind: 5, className: 'SP.Field' },
  Lookup: { kind: 7, className: 'SP.FieldLookup' },
  Boolean: { kind: 8, className: 'SP.Field' },
  Number: { kind: 9, className: 'SP.FieldNumber' },
  Computed: { kind: 12, className: 'SP.FieldComputed' },
  Guid: { kind: 14, className: 'SP.FieldGuid' },
  File: { kind: 18, className: 'SP.Field' },
  Attachments: { kind: 19, className: 'SP.Field' },
  User: { kind: 20, className: 'SP.FieldUser' },
  ModStat: { kind: 23, className: 'SP.FieldChoice' },
  ContentTypeId: { kind: 25, className: 'SP.Field' },
}

/** `h` hidden, `w` writable by a client; all others are only read. */
const rows = `
ContentTypeId|Content Type ID|ContentTypeId|03e45e84-1992-4d42-9116-26f756012634|h
_ModerationComments|Approver Comments|Note|34ad21eb-75bd-4544-8c73-0e08330291fe|h
File_x0020_Type|File Type|Text|39360f11-34cf-4356-9945-25c44e68dade|h
ComplianceAssetId|Compliance Asset Id|Text|3a6b296c-3f50-445c-a13f-9c679ea9dda3|
ID|ID|Counter|1d22ea11-1e32-424e-89ab-9fedbadb6ce1|
ContentType|Content Type|Computed|c042a256-787d-4a6f-8a8a-cf6ab767f12d|w
Modified|Modified|DateTime|28cf69c5-fa48-462a-b5cd-27b6f9d2bd5f|
Created|Created|DateTime|8c06beca-0777-48f7-91c7-6da68bc07b69|
Author|Created By|User|1df5e554-ec7e-46a6-901d-d85a3881cb18|
Editor|Modified By|User|d31655d1-1d5b-4511-95a1-7a09e9b75bf2|
_HasCopyDestinations|Has Copy Destinations|Boolean|26d0756c-986a-48a7-af35-bf18ab85ff4a|h
_CopySource|Copy Source|Text|6b4e226d-3d88-4a36-808d-a129bf52bccf|h
owshiddenversion|owshiddenversion|Integer|d4e44a66-ee3a-4d02-88c9-4ec5ff3f4cd5|h
WorkflowVersion|Workflow Version|Integer|f1e020bc-ba26-443f-bf2f-b68715017bbc|h
_UIVersion|UI Version|Integer|7841bf41-43d0-4434-9f50-a673baef7631|h
_UIVersionString|Version|Text|dce8262a-3ae9-45aa-aab4-83bd75fb738a|
Attachments|Attachments|Attachments|67df98f4-9dec-48ff-a553-29bece9c5bf4|w
_ModerationStatus|Approval Status|ModStat|fdc3b2ed-5bf2-4835-a4bc-b885f3396a61|h
Edit|Edit|Computed|503f1caa-358e-4918-9094-4a2cdc4bc034|
LinkTitleNoMenu|Title|Computed|bc91a437-52e7-49e1-8c4e-4698904b2b6d|
LinkTitle|Title|Computed|82642ec8-ef9b-478f-acf9-31f7d45fbc31|
LinkTitle2|Title|Computed|5f190d91-3dbc-4489-9878-3c092caf35b6|h
SelectTitle|Select|Computed|b1f7969b-ea65-42e1-8b54-b588292635f2|h
InstanceID|Instance ID|Integer|50a54da4-1528-4e67-954a-e2d24f1e9efb|h
Order|Order|Number|ca4addac-796f-4b23-b093-d2a3f65c0774|hw
GUID|GUID|Guid|ae069f25-3ac2-4256-b9c3-15dbc15da0e0|h
WorkflowInstanceID|Workflow Instance ID|Guid|de8beacf-5505-47cd-80a6-aa44e7ffe2f4|h
FileRef|URL Path|Lookup|94f89715-e097-4e8b-ba79-ea02aa8b7adb|h
FileDirRef|Path|Lookup|56605df6-8fa1-47e4-a04c-5b384d59609f|h
Last_x0020_Modified|Modified|Lookup|173f76c8-aebd-446a-9bc9-769a2bd2c18f|h
Created_x0020_Date|Created|Lookup|998b5cff-4a35-47a7-92f3-3914aa6aa4a2|h
FSObjType|Item Type|Lookup|30bb605f-5bae-48fe-b4e3-1f81d9772af9|h
SortBehavior|Sort Type|Lookup|423874f8-c300-4bfb-b7a1-42e2159e3b19|h
PermMask|Effective Permissions Mask|Computed|ba3c27ee-4791-4867-8821-ff99000bac98|h
PrincipalCount|Principal Count|Lookup|dcc67ebd-247f-4bee-8626-85ff6f69fbb6|h
FileLeafRef|Name|File|8553196d-ec8d-4564-9861-3dbe931050c8|hw
UniqueId|Unique Id|Lookup|4b7403de-8d94-43e8-9f0f-137a3e298126|h
ParentUniqueId|ParentUniqueId|Lookup|774eab3a-855f-4a34-99da-69dc21043bec|h
SyncClientId|Client Id|Lookup|6d2c4fde-3605-428e-a236-ce5f3dc2b4d4|h
ProgId|ProgId|Lookup|c5c4b81c-f1d9-4b43-a6a2-090df32ebb68|h
ScopeId|ScopeId|Lookup|dddd2420-b270-4735-93b5-92b713d0944d|h
HTML_x0020_File_x0020_Type|HTML File Type|Computed|0c5e0085-eb30-494b-9cdd-ece1d3c649a2|h
_EditMenuTableStart|Edit Menu Table Start|Computed|3c6303be-e21f-4366-80d7-d6d0a3b22c7a|h
_EditMenuTableStart2|Edit Menu Table Start|Computed|1344423c-c7f9-4134-88e4-ad842e2d723c|h
_EditMenuTableEnd|Edit Menu Table End|Computed|2ea78cef-1bf9-4019-960a-02c41636cb47|h
LinkFilenameNoMenu|Name|Computed|9d30f126-ba48-446b-b8f9-83745f322ebe|h
LinkFilename|Name|Computed|5cc6dc79-3710-4374-b433-61cb4a686c12|h
LinkFilename2|Name|Computed|224ba411-da77-4050-b0eb-62d422f13d3e|h
DocIcon|Type|Computed|081c6e4c-5c14-4f20-b23e-1a71ceb6a67c|
ServerUrl|Server Relative URL|Computed|105f76ce-724a-4bba-aece-f81f2fce58f5|h
EncodedAbsUrl|Encoded Absolute URL|Computed|7177cfc7-f399-4d4d-905d-37dd51bc90bf|h
BaseName|File Name|Computed|7615464b-559e-4302-b8e2-8f440b913101|h
MetaInfo|Property Bag|Lookup|687c7f94-686a-42d3-9b67-2782eac4b4f8|h
_Level|Level|Integer|43bdd51b-3c5b-4e78-90a8-fb2087f71e70|h
_IsCurrentVersion|Is Current Version|Boolean|c101c3e7-122d-4d4d-bc34-58e94a38c816|h
ItemChildCount|Item Child Count|Lookup|b824e17e-a1b3-426e-aecf-f0184d900485|
FolderChildCount|Folder Child Count|Lookup|960ff01f-2b6d-4f1b-9c3f-e19ad8927341|
AppAuthor|App Created By|Lookup|6bfaba20-36bf-44b5-a1b2-eb6346d49716|
AppEditor|App Modified By|Lookup|e08400f3-c779-4ed2-a18c-ab7f34caa318|
`

/** In the order in which SharePoint lists them; Title, which can be changed, stands with a list's own columns. */
export const builtInColumns: readonly BuiltIn[] = rows
  .trim()
  .split('\n')
  .map((row) => {
    const [name = '', title = '', type = '', id = '', flags = ''] = row.split('|')
    return { name, title, type, id, hidden: flags.includes('h'), readOnly: !flags.includes('w') }
  })

export const builtInCalled = (key: string): BuiltIn | undefined =>
  builtInColumns.find(({ name }) => name.toLowerCase() === key.toLowerCase()) ??
  builtInColumns.find(({ title, hidden }) => title === key && !hidden) ??
  builtInColumns.find(({ id }) => id === key.replace(/[{}]/g, '').toLowerCase())
