/** Arabic. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'shop', 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'> = {
  'cart.add': 'أضف إلى السلة',
  'cart.added': '{title} في سلتك الآن.',
  'cart.button.zero': 'لا منتجات',
  'cart.button.one': 'منتج واحد',
  'cart.button.two': 'منتجان',
  'cart.button.few': '{count} منتجات',
  'cart.button.many': '{count} منتجًا',
  'cart.button.other': '{count} منتج',
  'cart.title': 'سلتك',
  'cart.empty': 'سلتك فارغة.',
  'cart.checkout': 'إتمام الشراء',
  'cart.kept': 'سلتك محفوظة.',
  'cart.later': 'يظهر التوصيل والضريبة عند إتمام الشراء.',
  'cart.updating': 'جارٍ تحديث الأسعار…',
  'cart.retry': 'حاول مرة أخرى',
  'cart.product.gone': 'لم يعد يُباع',
  'total.subtotal': 'المجموع الفرعي',
  'total.discount': 'الخصم',
  'total.fulfillment': 'التوصيل',
  'total.fulfillment.free': 'مجانًا',
  'total.tax': 'الضريبة',
  'total.tax.included': 'شاملة الضريبة',
  'total.total': 'الإجمالي',
  'message.out_of_stock': 'نفدت الكمية. أزله من السلة للمتابعة.',
  'message.quantity_too_high': 'بقي {count} فقط.',
  'message.product_unknown': 'لم يعد المتجر يبيع هذا المنتج. أزله من السلة للمتابعة.',
  'error.network_offline': 'يبدو أنك غير متصل بالإنترنت.',
  'error.network_failed': 'تعذر الوصول إلى المتجر.',
  'error.network_timeout': 'لم يستجب المتجر في الوقت المناسب.',
  'error.unexpected': 'حدث خطأ في المتجر.',
};

export default words;
