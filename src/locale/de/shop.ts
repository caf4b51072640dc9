/** German. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'shop', 'one' | 'other'> = {
  'cart.add': 'In den Warenkorb',
  'cart.added': '{title} liegt in Ihrem Warenkorb.',
  'cart.button.one': '{count} Artikel',
  'cart.button.other': '{count} Artikel',
  'cart.title': 'Ihr Warenkorb',
  'cart.empty': 'Ihr Warenkorb ist leer.',
  'cart.checkout': 'Zur Kasse',
  'cart.kept': 'Ihr Warenkorb bleibt erhalten.',
  'cart.later': 'Versand und Steuern sehen Sie an der Kasse.',
  'cart.updating': 'Preise werden aktualisiert …',
  'cart.retry': 'Erneut versuchen',
  'cart.product.gone': 'Nicht mehr erhältlich',
  'total.subtotal': 'Zwischensumme',
  'total.discount': 'Rabatt',
  'total.fulfillment': 'Versand',
  'total.fulfillment.free': 'Kostenlos',
  'total.tax': 'Steuern',
  'total.tax.included': 'Enthaltene Steuern',
  'total.total': 'Gesamtbetrag',
  'message.out_of_stock': 'Ausverkauft. Bitte nehmen Sie es aus dem Warenkorb, um fortzufahren.',
  'message.quantity_too_high': 'Nur noch {count} verfügbar.',
  'message.product_unknown': 'Der Shop verkauft dies nicht mehr. Bitte nehmen Sie es aus dem Warenkorb, um fortzufahren.',
  'error.network_offline': 'Sie scheinen offline zu sein.',
  'error.network_failed': 'Der Shop war nicht erreichbar.',
  'error.network_timeout': 'Der Shop hat nicht rechtzeitig geantwortet.',
  'error.unexpected': 'Im Shop ist etwas schiefgegangen.',
};

export default words;
