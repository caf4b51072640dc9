/** Brazilian Portuguese. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'shop', 'one' | 'many' | 'other'> = {
  'cart.add': 'Adicionar ao carrinho',
  'cart.added': '{title} está no seu carrinho.',
  'cart.button.one': '{count} item',
  'cart.button.many': '{count} de itens',
  'cart.button.other': '{count} itens',
  'cart.title': 'Seu carrinho',
  'cart.empty': 'Seu carrinho está vazio.',
  'cart.checkout': 'Finalizar compra',
  'cart.kept': 'Seu carrinho foi mantido.',
  'cart.later': 'Entrega e impostos aparecem ao finalizar a compra.',
  'cart.updating': 'Atualizando preços…',
  'cart.retry': 'Tentar novamente',
  'cart.product.gone': 'Não é mais vendido',
  'total.subtotal': 'Subtotal',
  'total.discount': 'Desconto',
  'total.fulfillment': 'Entrega',
  'total.fulfillment.free': 'Grátis',
  'total.tax': 'Impostos',
  'total.tax.included': 'Impostos incluídos',
  'total.total': 'Total',
  'message.out_of_stock': 'Esgotado. Remova do carrinho para continuar.',
  'message.quantity_too_high': 'Restam apenas {count}.',
  'message.product_unknown': 'A loja não vende mais este item. Remova do carrinho para continuar.',
  'error.network_offline': 'Parece que você está sem conexão.',
  'error.network_failed': 'Não foi possível acessar a loja.',
  'error.network_timeout': 'A loja não respondeu a tempo.',
  'error.unexpected': 'Algo deu errado na loja.',
};

export default words;
