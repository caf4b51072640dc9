/** Chinese, simplified. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'shop', 'other'> = {
  'cart.add': '加入购物车',
  'cart.added': '{title} 已在您的购物车中。',
  'cart.button.other': '{count} 件商品',
  'cart.title': '您的购物车',
  'cart.empty': '您的购物车是空的。',
  'cart.checkout': '去结账',
  'cart.kept': '您的购物车已保留。',
  'cart.later': '运费和税费将在结账时显示。',
  'cart.updating': '正在更新价格…',
  'cart.retry': '重试',
  'cart.product.gone': '已停售',
  'total.subtotal': '小计',
  'total.discount': '折扣',
  'total.fulfillment': '配送',
  'total.fulfillment.free': '免费',
  'total.tax': '税费',
  'total.tax.included': '含税',
  'total.total': '合计',
  'message.out_of_stock': '已售罄。请从购物车中移除后继续。',
  'message.quantity_too_high': '仅剩 {count} 件。',
  'message.product_unknown': '商店已不再销售此商品。请从购物车中移除后继续。',
  'error.network_offline': '您似乎处于离线状态。',
  'error.network_failed': '无法连接到商店。',
  'error.network_timeout': '商店未及时响应。',
  'error.unexpected': '商店出现了问题。',
};

export default words;
