/** Japanese. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'shop', 'other'> = {
  'cart.add': 'カートに入れる',
  'cart.added': '{title}をカートに入れました。',
  'cart.button.other': '{count}点',
  'cart.title': 'カート',
  'cart.empty': 'カートは空です。',
  'cart.checkout': 'レジに進む',
  'cart.kept': 'カートの内容は保存されています。',
  'cart.later': '送料と税金はレジで表示されます。',
  'cart.updating': '価格を更新しています…',
  'cart.retry': 'もう一度試す',
  'cart.product.gone': '販売終了',
  'total.subtotal': '小計',
  'total.discount': '割引',
  'total.fulfillment': '送料',
  'total.fulfillment.free': '無料',
  'total.tax': '税',
  'total.tax.included': '税込',
  'total.total': '合計',
  'message.out_of_stock': '売り切れです。続けるにはカートから削除してください。',
  'message.quantity_too_high': '残り{count}点です。',
  'message.product_unknown': 'この商品は現在販売していません。続けるにはカートから削除してください。',
  'error.network_offline': 'オフラインのようです。',
  'error.network_failed': 'ショップに接続できませんでした。',
  'error.network_timeout': 'ショップから時間内に応答がありませんでした。',
  'error.unexpected': 'ショップで問題が発生しました。',
};

export default words;
