import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema } from './lists.ts';
import { commaList, Instant, named, nullable, oneOf, Type, Uuid, type Static } from './schema.ts';

const optional = Type.Optional;
const count = Type.Integer({ minimum: 0 });
const tag = 'Uploads';
const conversions = '/api/v1/sdk-conversion-system/conversions';
const imports = '/api/v1/imports';
const megabyte = 1_048_576;
const failures = ['Conflict', 'PayloadTooLarge', 'UnsupportedMediaType'] as const;

/** What a file holds. */
export const importKinds = ['Conversions', 'Statuses'] as const;
/** How far an import has come. */
export const importStatuses = ['Waiting', 'Running', 'Done', 'Failed'] as const;

/** A row of a file that was refused, and why. */
export const RefusedRow = named(
  'RefusedRow',
  Type.Object({
    row: Type.Integer({ minimum: 1, description: 'As a spreadsheet counts; the headings are row 1.' }),
    messages: Type.Array(Type.String()),
  }),
);

const fields = {
  id: Uuid,
  kind: oneOf(importKinds),
  status: oneOf(importStatuses),
  fileName: Type.String(),
  processed: count,
  total: nullable(Type.Integer({ minimum: 0, description: 'Null until the file was read.' })),
  accepted: count,
  refusedCount: count,
  error: nullable(Type.String({ description: 'Why the file as a whole came to nothing.' })),
  createdAt: Instant,
  finishedAt: nullable(Instant),
};

/** An import in the list of imports. */
export const ImportItem = named('ImportItem', Type.Object(fields));
/** An import in the list of imports. */
export type ImportItem = Static<typeof ImportItem>;

/** An import with the rows that it refused. */
export const ImportDetails = named(
  'ImportDetails',
  Type.Object({
    ...fields,
    refused: Type.Array(RefusedRow, { description: 'The first 1,000; the list of refused rows has all.' }),
  }),
);

const UploadInput = named(
  'UploadInput',
  Type.Object({
    file: Type.Unsafe<unknown>({
      type: 'string',
      format: 'binary',
      description: 'CSV or XLSX, up to 100 MB.',
    }),
  }),
);

function upload(id: string, path: string, summary: string, description: string) {
  return endpoint({
    id,
    method: 'POST',
    path,
    tag,
    access: 'management',
    summary,
    description: `${description} The first row names the columns, in any order and letter case. The answer is a job: read it at \`/api/v1/imports/{id}\` until it is done. Each row is taken whole or refused with its reasons, and none holds up another.`,
    body: UploadInput,
    bodyType: 'multipart',
    bodyLimitBytes: 101 * megabyte,
    status: 202,
    data: ImportDetails,
    failures,
  });
}

/** Takes a file of conversions. */
export const uploadConversions = upload(
  'uploadConversions',
  `${conversions}/upload`,
  'Takes a file of conversions.',
  'Columns `ClickId`, `EventID`, `UserCompletedAt`, `Revenue`, `Reward`; only the first is required. Rows are decided like postbacks. On a RevShare offer `Revenue` is the amount that the percentages are taken of; elsewhere `Revenue` and `Reward`, where given, have to be those of the click’s terms.',
);

/** Takes a file of statuses. */
export const uploadStatuses = upload(
  'uploadStatuses',
  `${conversions}/status-upload`,
  'Takes a file of statuses of conversions.',
  'Columns `gk_click_id`, `EventId` (of a MultiEvent offer) and `Status`: Pending, Success or Rejected.',
);

/** Lists imports. */
export const listImports = endpoint({
  id: 'listImports',
  method: 'GET',
  path: imports,
  tag,
  access: 'management',
  summary: 'Lists imports of files.',
  query: listQuery(['CreatedAt'], {
    kind: optional(commaList(oneOf(importKinds))),
    status: optional(commaList(oneOf(importStatuses))),
  }),
  status: 200,
  data: pageSchema('ImportPage', ImportItem),
  isExportable: true,
});

const byId = { params: Type.Object({ id: Uuid }) };

/** Reads one import. */
export const readImport = endpoint({
  id: 'readImport',
  method: 'GET',
  path: `${imports}/{id}`,
  tag,
  access: 'management',
  summary: 'Reads how far an import is, and which rows it refused.',
  ...byId,
  status: 200,
  data: ImportDetails,
});

/** Lists the rows that an import refused. */
export const listRefusedRows = endpoint({
  id: 'listRefusedRows',
  method: 'GET',
  path: `${imports}/{id}/refused`,
  tag,
  access: 'management',
  summary: 'Lists the rows that an import refused.',
  ...byId,
  query: listQuery(['Row'], {}),
  status: 200,
  data: pageSchema('RefusedRowPage', RefusedRow),
  isExportable: true,
});

/** Every endpoint of uploads. */
export const uploadEndpoints = [uploadConversions, uploadStatuses, listImports, readImport, listRefusedRows];
