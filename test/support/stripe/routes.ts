/** What each address of the double's API does. Which key asks decides what may be asked, as at Stripe. */
import { ApiError, invalid, noSuch, type Book, type Method } from './book.js';
import { textOf, treeOf, type FormTree } from './form.js';
import type { Intent, Session } from './objects.js';

export const SECRET_KEY = ['sk', 'test', 'double'].join('_');
export const PUBLISHABLE_KEY = 'pk_test_double';

export type Work = (method: string, path: string, form: FormTree, key: string) => object;

/** `indexed` says whether search finds what was made; Stripe's index comes later. */
export function createRoutes(book: Book, keys: readonly string[], indexed: () => boolean): Work {
  function work(method: string, path: string, form: FormTree, key: string): object {
    const publishable = key === PUBLISHABLE_KEY;
    if (!publishable && !keys.includes(key))
      throw new ApiError(401, {
        type: 'invalid_request_error',
        message: 'Invalid API Key provided: sk_test_***uble',
      });
    const [, , resource = '', id = '', action = '', last = ''] = path.split('/');
    const route = `${method} ${resource}${id ? '/:id' : ''}${action ? `/${action}` : ''}`;
    if (publishable) return fromBrowser(route, id, form);
    switch (route) {
      case 'POST payment_intents':
        return create(form);
      case 'GET payment_intents':
        return listOf(
          [...book.intents.values()].filter((intent) => inWindow(intent, form)),
          path,
        );
      case 'GET payment_intents/:id':
        return id === 'search' ? search(form) : expanded(intentOf(id), form);
      case 'POST payment_intents/:id/cancel':
        return expanded(book.cancel(id), form);
      case 'POST payment_intents/:id/capture':
        return expanded(book.capture(id, numberOf(form, 'amount_to_capture')), form);
      case 'POST refunds':
        return book.refund(textOf(form, 'payment_intent') ?? '', numberOf(form, 'amount'));
      case 'GET disputes/:id':
        return book.disputes.get(id) ?? fail(noSuch('dispute', id));
      case 'POST checkout/:id':
        return openSession(form);
      case 'GET checkout/:id':
        return listOf(
          [...book.sessions.values()].filter(
            (each) =>
              inWindow(each, form) &&
              [undefined, each.payment_intent].includes(textOf(form, 'payment_intent')),
          ),
          path,
        );
      case `GET checkout/:id/${action}`:
        return withPayment(book.sessions.get(action) ?? fail(noSuch('checkout.session', action)), form);
      case `POST checkout/:id/${action}`:
        return last === 'expire' ? book.expire(action) : fail(noSuch('route', path));
      default:
        return fail(
          new ApiError(404, {
            type: 'invalid_request_error',
            message: `Unrecognized request URL (${method}: ${path}).`,
          }),
        );
    }
  }

  /** What Stripe.js may do with a client secret. */
  function fromBrowser(route: string, id: string, form: FormTree): object {
    const intent = intentOf(id);
    if (textOf(form, 'client_secret') !== intent.client_secret)
      throw invalid(
        'The client_secret provided does not match the client_secret associated with the PaymentIntent.',
      );
    switch (route) {
      case 'POST payment_intents/:id/confirm': {
        const data = treeOf(form, 'payment_method_data');
        const number = textOf(treeOf(data, 'card'), 'number');
        return book.confirm(id, {
          type: (textOf(data, 'type') ?? 'card') as Method['type'],
          ...(number && { number }),
        });
      }
      case 'POST payment_intents/:id/answer':
        return book.answer(id, textOf(form, 'right') === 'true');
      case 'GET payment_intents/:id':
        return intent;
      default:
        throw new ApiError(403, {
          type: 'invalid_request_error',
          message: 'This API call cannot be made with a publishable API key.',
        });
    }
  }

  function create(form: FormTree): Intent {
    const amount = numberOf(form, 'amount') ?? 0;
    const currency = textOf(form, 'currency') ?? '';
    if (!/^[a-z]{3}$/.test(currency)) throw invalid(`Invalid currency: ${currency}`);
    if (amount < 50) throw invalid('Amount must be at least 50 cents', 'amount_too_small');
    return book.create({
      amount,
      currency,
      captureMethod: textOf(form, 'capture_method') === 'manual' ? 'manual' : 'automatic_async',
      metadata: treeOf(form, 'metadata') as Record<string, string>,
      receiptEmail: textOf(form, 'receipt_email') ?? null,
    });
  }

  function openSession(form: FormTree): Session {
    const price = treeOf(treeOf(treeOf(form, 'line_items'), '0'), 'price_data');
    return book.open({
      amount: numberOf(price, 'unit_amount') ?? 0,
      currency: textOf(price, 'currency') ?? '',
      reference: textOf(form, 'client_reference_id') ?? null,
      email: textOf(form, 'customer_email') ?? null,
      metadata: treeOf(form, 'metadata') as Record<string, string>,
      successUrl: textOf(form, 'success_url') ?? null,
      cancelUrl: textOf(form, 'cancel_url') ?? null,
    });
  }

  const intentOf = (id: string): Intent => book.intents.get(id) ?? fail(noSuch('payment_intent', id));

  const expanded = (intent: Intent, form: FormTree): Intent =>
    Object.values(treeOf(form, 'expand')).includes('latest_charge')
      ? { ...intent, latest_charge: book.charges.get(String(intent.latest_charge)) ?? null }
      : intent;

  const withPayment = (session: Session, form: FormTree): Session => {
    const intent = book.intents.get(String(session.payment_intent));
    const wanted = Object.values(treeOf(form, 'expand')).includes('payment_intent.latest_charge');
    if (!intent || !wanted) return session;
    return { ...session, payment_intent: expanded(intent, { expand: { 0: 'latest_charge' } }) };
  };

  function search(form: FormTree): object {
    const [, name = '', value = ''] =
      /^metadata\['(\w+)'\]:'([^']+)'$/.exec(textOf(form, 'query') ?? '') ?? [];
    const data = indexed() ? [...book.intents.values()].filter((each) => each.metadata[name] === value) : [];
    return {
      object: 'search_result',
      url: '/v1/payment_intents/search',
      has_more: false,
      next_page: null,
      data,
    };
  }

  return work;
}

const fail = (error: ApiError): never => {
  throw error;
};

const numberOf = (form: FormTree, name: string): number | undefined => {
  const text = textOf(form, name);
  return text === undefined ? undefined : Number(text);
};

const inWindow = ({ created }: { readonly created: number }, form: FormTree): boolean => {
  const window = treeOf(form, 'created');
  return created >= (numberOf(window, 'gte') ?? 0) && created <= (numberOf(window, 'lte') ?? Infinity);
};

/** Newest first, as Stripe lists. */
const listOf = (data: readonly object[], url: string): object => ({
  object: 'list',
  url,
  has_more: false,
  data: [...data].reverse(),
});
