/** Polish. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'shop', 'one' | 'few' | 'many' | 'other'> = {
  'cart.add': 'Dodaj do koszyka',
  'cart.added': '{title} jest w koszyku.',
  'cart.button.one': '{count} produkt',
  'cart.button.few': '{count} produkty',
  'cart.button.many': '{count} produktów',
  'cart.button.other': '{count} produktu',
  'cart.title': 'Koszyk',
  'cart.empty': 'Koszyk jest pusty.',
  'cart.checkout': 'Do kasy',
  'cart.kept': 'Koszyk zostaje zachowany.',
  'cart.later': 'Dostawa i podatek są podane przy kasie.',
  'cart.updating': 'Aktualizowanie cen…',
  'cart.retry': 'Spróbuj ponownie',
  'cart.product.gone': 'Produkt wycofany ze sprzedaży',
  'total.subtotal': 'Suma częściowa',
  'total.discount': 'Rabat',
  'total.fulfillment': 'Dostawa',
  'total.fulfillment.free': 'Bezpłatna',
  'total.tax': 'Podatek',
  'total.tax.included': 'W tym podatek',
  'total.total': 'Razem',
  'message.out_of_stock': 'Wyprzedane. Aby przejść dalej, proszę usunąć z koszyka.',
  'message.quantity_too_high': 'Pozostało sztuk: {count}.',
  'message.product_unknown': 'Sklep już tego nie sprzedaje. Aby przejść dalej, proszę usunąć z koszyka.',
  'error.network_offline': 'Wygląda na to, że nie ma połączenia z internetem.',
  'error.network_failed': 'Nie udało się połączyć ze sklepem.',
  'error.network_timeout': 'Sklep nie odpowiedział na czas.',
  'error.unexpected': 'Coś poszło nie tak w sklepie.',
};

export default words;
