/** Italian. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'shop', 'one' | 'many' | 'other'> = {
  'cart.add': 'Aggiungi al carrello',
  'cart.added': '{title} è nel suo carrello.',
  'cart.button.one': '{count} articolo',
  'cart.button.many': '{count} di articoli',
  'cart.button.other': '{count} articoli',
  'cart.title': 'Il suo carrello',
  'cart.empty': 'Il suo carrello è vuoto.',
  'cart.checkout': 'Vai alla cassa',
  'cart.kept': 'Il suo carrello è conservato.',
  'cart.later': 'Spedizione e imposte sono indicate alla cassa.',
  'cart.updating': 'Aggiornamento dei prezzi…',
  'cart.retry': 'Riprova',
  'cart.product.gone': 'Non più in vendita',
  'total.subtotal': 'Subtotale',
  'total.discount': 'Sconto',
  'total.fulfillment': 'Spedizione',
  'total.fulfillment.free': 'Gratuita',
  'total.tax': 'Imposte',
  'total.tax.included': 'Imposte incluse',
  'total.total': 'Totale',
  'message.out_of_stock': 'Esaurito. Lo tolga dal carrello per proseguire.',
  'message.quantity_too_high': 'Ne restano solo {count}.',
  'message.product_unknown': 'Il negozio non vende più questo articolo. Lo tolga dal carrello per proseguire.',
  'error.network_offline': 'Sembra che lei sia offline.',
  'error.network_failed': 'Non è stato possibile raggiungere il negozio.',
  'error.network_timeout': 'Il negozio non ha risposto in tempo.',
  'error.unexpected': 'Qualcosa è andato storto nel negozio.',
};

export default words;
