/** Hebrew. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'shop', 'one' | 'two' | 'other'> = {
  'cart.add': 'הוספה לסל',
  'cart.added': '{title} נמצא בסל שלך.',
  'cart.button.one': 'פריט אחד',
  'cart.button.two': 'שני פריטים',
  'cart.button.other': '{count} פריטים',
  'cart.title': 'הסל שלך',
  'cart.empty': 'הסל שלך ריק.',
  'cart.checkout': 'לתשלום',
  'cart.kept': 'הסל שלך נשמר.',
  'cart.later': 'המשלוח והמס מוצגים בעת התשלום.',
  'cart.updating': 'המחירים מתעדכנים…',
  'cart.retry': 'ניסיון נוסף',
  'cart.product.gone': 'כבר לא נמכר',
  'total.subtotal': 'סכום ביניים',
  'total.discount': 'הנחה',
  'total.fulfillment': 'משלוח',
  'total.fulfillment.free': 'חינם',
  'total.tax': 'מס',
  'total.tax.included': 'כולל מס',
  'total.total': 'סך הכול',
  'message.out_of_stock': 'אזל מהמלאי. יש להסיר מהסל כדי להמשיך.',
  'message.quantity_too_high': 'נותרו {count} בלבד.',
  'message.product_unknown': 'החנות כבר לא מוכרת את הפריט. יש להסיר מהסל כדי להמשיך.',
  'error.network_offline': 'נראה שאין חיבור לאינטרנט.',
  'error.network_failed': 'לא ניתן היה להגיע לחנות.',
  'error.network_timeout': 'החנות לא השיבה בזמן.',
  'error.unexpected': 'משהו השתבש בחנות.',
};

export default words;
