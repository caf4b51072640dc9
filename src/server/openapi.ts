/**
 * The contract as an OpenAPI 3.1 document, made of what the server itself works with: the table of routes, the schemas that
 * check requests, and those of answers. It is served, and shipped as `store-elements/openapi.json`.
 */
import { isFree } from './admission.js';
import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../errors.js';
import { ANSWERS } from './answers.js';
import { MESSAGE_TYPES } from './outbox/message.js';
import { statusOfCode } from './problems.js';
import type { Route } from './route.js';
import type { Schemas } from './schemas.js';

type Json = Record<string, unknown>;

/** `basePath`: where the routes begin. */
export function openApi(routes: readonly Route[], schemas: Schemas, basePath: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'store-elements: the store server',
      version: '1',
      description:
        'Amounts are whole minor units (cents) of the currency beside them. Errors are problem details (RFC 9457) with a ' +
        'stable `code`. Answers may get further members; requests with unknown ones are refused.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: basePath === '' ? '/' : basePath }],
    paths,
    webhooks: Object.fromEntries(
      Object.entries(MESSAGE_TYPES).map(([type, description]) => [
        type,
        { post: webhook(type, description) },
      ]),
    ),
    components: {
      schemas: components(schemas),
      securitySchemes: {
        orderToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token `POST /orders` answered with.',
        },
        adminKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'A key of the merchant; never in a page that shoppers see.',
        },
      },
    },
  };
}

const REQUESTS: Readonly<Record<keyof Schemas, string>> = {
  quote: 'QuoteRequest',
  order: 'OrderRequest',
  payment: 'PaymentRequest',
  submit: 'SubmitRequest',
  refund: 'RefundRequest',
  paid: 'PaidRequest',
  coupon: 'CouponRequest',
  decision: 'DecisionRequest',
  visit: 'Visit',
  product: 'ProductRequest',
  variant: 'VariantRequest',
  nothing: 'NoRequest',
};

function components(schemas: Schemas): Json {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(ANSWERS)) registry.add(schema, { id: name });
  for (const [key, schema] of Object.entries(schemas))
    registry.add(schema, { id: REQUESTS[key as keyof Schemas] });
  const made = z.toJSONSchema(registry, {
    io: 'input', // what comes in before texts are trimmed; and answers as something that may grow
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly; // of TypeScript; in OpenAPI the word means something else
    },
  });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]),
  );
}

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

function operation(route: Route): Json {
  const { summary, answers, body, token, key, query = {} } = route;
  const parameters = [
    ...[...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      ...{ name, in: 'path', required: true },
      schema: { type: 'string' },
    })),
    ...Object.entries(query).map(([name, schema]) => ({ name, in: 'query', required: false, schema })),
    ...(key ? [IDEMPOTENCY_KEY] : []),
    ...(proves(route) ? [HUMAN_TOKEN] : []),
  ];
  return {
    operationId: nameOf(route),
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(token && { security: [{ orderToken: [] }] }),
    ...(route.audience === 'admin' && { security: [{ adminKey: [] }] }),
    ...(body && {
      requestBody:
        body === 'raw'
          ? { content: { '*/*': {} } }
          : { required: true, content: { 'application/json': { schema: ref(REQUESTS[body]) } } },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, name]) => [
          status,
          {
            description: name,
            content: { 'application/json': { schema: name === 'OpenApi' ? { type: 'object' } : ref(name) } },
          },
        ]),
      ),
      ...(route.redirects && { 303: REDIRECT }),
      ...problems(route),
    },
  };
}

/** `POST /orders/:id/payments` → `postOrdersIdPayments` */
const nameOf = ({ method, path }: Route): string =>
  path
    .split(/\W+|_/)
    .reduce((name, word) => name + word.slice(0, 1).toUpperCase() + word.slice(1), method.toLowerCase());

const IDEMPOTENCY_KEY = {
  ...{ name: 'Idempotency-Key', in: 'header', required: true },
  description: 'Random, and new for every order or attempt: the same request under the same key is the same.',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{32,128}$' },
};

const REDIRECT = {
  description: 'Leads to a page of the shop.',
  headers: { Location: { required: true, schema: { type: 'string' } } },
};

const HUMAN_TOKEN = {
  ...{ name: 'Human-Token', in: 'header', required: false },
  description:
    'A proof that a person is asking; only where the store asks for one (`rate_limited` with 403).',
  schema: { type: 'string' },
};

const proves = ({ spends }: Route): boolean => spends !== undefined && !isFree(spends);

type Failure = ErrorCode | readonly [code: ErrorCode, status: number];

/** Every code the route can answer with, by status. */
export function failuresOf(route: Route): ReadonlyMap<number, readonly ErrorCode[]> {
  const all: Failure[] = [...(route.errors ?? []), 'server_failed', ['server_failed', 503]];
  if (route.audience !== 'probe') all.push('insecure_request');
  if (route.audience === 'page') all.push('origin_refused', 'card_data_refused');
  if (route.audience === 'admin')
    all.push('access_refused', 'not_found', 'origin_refused', 'card_data_refused', 'rate_limited');
  if (route.audience === 'page' && route.path.includes(':')) all.push('not_found'); // for an id that can't be one
  if (route.body) all.push('too_large');
  if (route.key || (route.body && route.body !== 'raw')) all.push('request_invalid');
  if (route.body && route.body !== 'raw') all.push(['request_invalid', 415]);
  if (route.spends) all.push('rate_limited');
  if (proves(route)) all.push(['rate_limited', 403]);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const failure of all) {
    const [code, status] = typeof failure === 'string' ? [failure, statusOfCode(failure)] : failure;
    byStatus.set(status, [...new Set([...(byStatus.get(status) ?? []), code])]);
  }
  return byStatus;
}

function problems(route: Route): Json {
  return Object.fromEntries(
    [...failuresOf(route)].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${ERRORS[code].summary}`).join(' '),
        ...(status === 429 && {
          headers: { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } },
        }),
        content: {
          'application/problem+json': {
            schema: {
              allOf: [ref('Problem')],
              properties: { status: { const: status }, code: { enum: codes } },
            },
          },
        },
      },
    ]),
  );
}

const header = (name: string, description: string): Json => ({
  ...{ name, in: 'header', required: true, description },
  schema: { type: 'string' },
});

/** Standard Webhooks 1.0.0. */
const webhook = (type: string, description: string): Json => ({
  summary: description,
  description:
    'Sent at least once. Any 2xx means it was taken; 410 that no more shall come; all else is tried again.',
  parameters: [
    header('webhook-id', 'The message’s id.'),
    header('webhook-timestamp', 'When this attempt was made, in seconds since 1970.'),
    header(
      'webhook-signature',
      '`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; several by spaces.',
    ),
  ],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: { allOf: [ref('OrderMessage')], properties: { type: { const: type } } },
      },
    },
  },
  responses: { '2XX': { description: 'Taken.' } },
});
