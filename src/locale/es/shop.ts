/** Spanish. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'shop', 'one' | 'many' | 'other'> = {
  'cart.add': 'Añadir al carrito',
  'cart.added': '{title} está en su carrito.',
  'cart.button.one': '{count} artículo',
  'cart.button.many': '{count} de artículos',
  'cart.button.other': '{count} artículos',
  'cart.title': 'Su carrito',
  'cart.empty': 'Su carrito está vacío.',
  'cart.checkout': 'Tramitar el pedido',
  'cart.kept': 'Su carrito se conserva.',
  'cart.later': 'El envío y los impuestos se muestran al tramitar el pedido.',
  'cart.updating': 'Actualizando precios…',
  'cart.retry': 'Volver a intentar',
  'cart.product.gone': 'Ya no se vende',
  'total.subtotal': 'Subtotal',
  'total.discount': 'Descuento',
  'total.fulfillment': 'Envío',
  'total.fulfillment.free': 'Gratis',
  'total.tax': 'Impuestos',
  'total.tax.included': 'Impuestos incluidos',
  'total.total': 'Total',
  'message.out_of_stock': 'Agotado. Quítelo del carrito para continuar.',
  'message.quantity_too_high': 'Solo quedan {count}.',
  'message.product_unknown': 'La tienda ya no vende este artículo. Quítelo del carrito para continuar.',
  'error.network_offline': 'Parece que no tiene conexión.',
  'error.network_failed': 'No se ha podido contactar con la tienda.',
  'error.network_timeout': 'La tienda no ha respondido a tiempo.',
  'error.unexpected': 'Algo ha fallado en la tienda.',
};

export default words;
