/** Dutch. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'shop', 'one' | 'other'> = {
  'cart.add': 'In winkelwagen',
  'cart.added': '{title} ligt in uw winkelwagen.',
  'cart.button.one': '{count} artikel',
  'cart.button.other': '{count} artikelen',
  'cart.title': 'Uw winkelwagen',
  'cart.empty': 'Uw winkelwagen is leeg.',
  'cart.checkout': 'Afrekenen',
  'cart.kept': 'Uw winkelwagen blijft bewaard.',
  'cart.later': 'Verzending en belasting ziet u bij het afrekenen.',
  'cart.updating': 'Prijzen worden bijgewerkt…',
  'cart.retry': 'Opnieuw proberen',
  'cart.product.gone': 'Niet meer te koop',
  'total.subtotal': 'Subtotaal',
  'total.discount': 'Korting',
  'total.fulfillment': 'Verzending',
  'total.fulfillment.free': 'Gratis',
  'total.tax': 'Belasting',
  'total.tax.included': 'Inclusief belasting',
  'total.total': 'Totaal',
  'message.out_of_stock': 'Uitverkocht. Haal het uit de winkelwagen om verder te gaan.',
  'message.quantity_too_high': 'Nog maar {count} beschikbaar.',
  'message.product_unknown': 'De winkel verkoopt dit niet meer. Haal het uit de winkelwagen om verder te gaan.',
  'error.network_offline': 'U lijkt offline te zijn.',
  'error.network_failed': 'De winkel was niet bereikbaar.',
  'error.network_timeout': 'De winkel heeft niet op tijd geantwoord.',
  'error.unexpected': 'Er is iets misgegaan in de winkel.',
};

export default words;
