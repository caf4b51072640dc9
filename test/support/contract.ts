/** Holds what the server answers against the OpenAPI document: whatever a test provokes must be in it, to the member. */
import { isErrorCode } from '../../src/errors.js';
import { openApi } from '../../src/server/openapi.js';
import { ROUTES } from '../../src/server/routes.js';
import { createSchemas } from '../../src/server/schemas.js';
import { breaches, type Schema } from './json-schema.js';

interface Described {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly responses: Readonly<Record<string, Described>>;
}

export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly webhooks: Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export const DOCUMENT = openApi(
  ROUTES,
  createSchemas({ countries: ['DE'], orderNote: true }),
  '/store',
) as unknown as OpenApiDocument;

const patterns = Object.entries(DOCUMENT.paths).map(
  ([path, methods]) => [new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`), methods] as const,
);

/** The operations of a path; undefined if the document has no such path. */
const operationsAt = (path: string): Readonly<Record<string, Operation>> | undefined =>
  patterns.find(([pattern]) => pattern.test(path))?.[1];

/** @throws Error that says where an answer leaves the document. */
export function checkAnswer(
  method: string,
  url: string,
  basePath: string,
  { status, headers, text }: { readonly status: number; readonly headers: Headers; readonly text: string },
): void {
  const { pathname } = new URL(url);
  const complain = (what: string): never => {
    throw new Error(
      `${method} ${pathname} answered ${status}, and that is not the contract: ${what}\n${text}`,
    );
  };
  if (method === 'OPTIONS' && status === 204) return;
  const operations = pathname.startsWith(basePath)
    ? operationsAt(pathname.slice(basePath.length))
    : undefined;
  const operation = operations?.[method === 'HEAD' ? 'get' : method.toLowerCase()];
  const type = headers.get('content-type') ?? '';
  const problem = { $ref: '#/components/schemas/Problem' };
  let schema: Schema | undefined = problem;
  if (operation) {
    const described = operation.responses[status] ?? complain('the status is not in the document');
    if (!described.content && text === '') return;
    schema = described.content?.[type]?.schema ?? complain(`the type ${type} is not in the document`);
  } else if (type !== 'application/problem+json') complain(`${type} is no problem`);
  if (method === 'HEAD') return;
  const body: unknown = JSON.parse(text);
  const found = breaches(DOCUMENT as unknown as Schema, schema, body);
  if (found.length > 0) complain(found.join('\n'));
  if (type === 'application/problem+json' && !isErrorCode((body as { code: string }).code))
    complain('its code is not of the table');
}
