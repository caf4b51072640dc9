/** French. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'shop', 'one' | 'many' | 'other'> = {
  'cart.add': 'Ajouter au panier',
  'cart.added': '{title} est dans votre panier.',
  'cart.button.one': '{count} article',
  'cart.button.many': '{count} d’articles',
  'cart.button.other': '{count} articles',
  'cart.title': 'Votre panier',
  'cart.empty': 'Votre panier est vide.',
  'cart.checkout': 'Passer la commande',
  'cart.kept': 'Votre panier est conservé.',
  'cart.later': 'La livraison et les taxes sont indiquées lors de la commande.',
  'cart.updating': 'Mise à jour des prix…',
  'cart.retry': 'Réessayer',
  'cart.product.gone': 'N’est plus en vente',
  'total.subtotal': 'Sous-total',
  'total.discount': 'Remise',
  'total.fulfillment': 'Livraison',
  'total.fulfillment.free': 'Offerte',
  'total.tax': 'Taxes',
  'total.tax.included': 'Taxes incluses',
  'total.total': 'Total',
  'message.out_of_stock': 'Épuisé. Retirez-le du panier pour continuer.',
  'message.quantity_too_high': 'Plus que {count} en stock.',
  'message.product_unknown': 'La boutique ne vend plus cet article. Retirez-le du panier pour continuer.',
  'error.network_offline': 'Vous semblez être hors ligne.',
  'error.network_failed': 'La boutique est injoignable.',
  'error.network_timeout': 'La boutique n’a pas répondu à temps.',
  'error.unexpected': 'Un problème est survenu dans la boutique.',
};

export default words;
