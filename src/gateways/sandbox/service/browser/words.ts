/** What the card form says, in the languages of the shop; another one is English. Not yet read by native speakers. */
import type { CardField } from '../../shapes.js';

export type FrameWords = Readonly<Record<CardField | `${CardField}.wrong`, string>>;

const words = (...[number, expiry, cvc, wrongNumber, wrongExpiry, wrongCvc]: readonly string[]): FrameWords =>
  Object.freeze({
    ...{ number: number ?? '', expiry: expiry ?? '', cvc: cvc ?? '' },
    ...{ 'number.wrong': wrongNumber ?? '', 'expiry.wrong': wrongExpiry ?? '', 'cvc.wrong': wrongCvc ?? '' },
  });

const EN = words(
  ...['Card number', 'Expiry date', 'Security code'],
  'This card number is not complete or not right.',
  'This date is not complete or has passed.',
  'The security code is not complete.',
);

// prettier-ignore
const ALL: Readonly<Record<string, FrameWords>> = {
  en: EN,
  de: words('Kartennummer', 'Ablaufdatum', 'Prüfnummer', 'Diese Kartennummer ist unvollständig oder stimmt nicht.', 'Dieses Datum ist unvollständig oder liegt in der Vergangenheit.', 'Die Prüfnummer ist unvollständig.'),
  es: words('Número de tarjeta', 'Fecha de caducidad', 'Código de seguridad', 'Este número de tarjeta está incompleto o no es correcto.', 'Esta fecha está incompleta o ya ha pasado.', 'El código de seguridad está incompleto.'),
  fr: words('Numéro de carte', 'Date d’expiration', 'Code de sécurité', 'Ce numéro de carte est incomplet ou incorrect.', 'Cette date est incomplète ou dépassée.', 'Le code de sécurité est incomplet.'),
  it: words('Numero della carta', 'Data di scadenza', 'Codice di sicurezza', 'Questo numero di carta è incompleto o non corretto.', 'Questa data è incompleta o già passata.', 'Il codice di sicurezza è incompleto.'),
  pt: words('Número do cartão', 'Data de validade', 'Código de segurança', 'Este número de cartão está incompleto ou incorreto.', 'Esta data está incompleta ou já passou.', 'O código de segurança está incompleto.'),
  nl: words('Kaartnummer', 'Vervaldatum', 'Beveiligingscode', 'Dit kaartnummer is onvolledig of klopt niet.', 'Deze datum is onvolledig of verstreken.', 'De beveiligingscode is onvolledig.'),
  pl: words('Numer karty', 'Data ważności', 'Kod zabezpieczający', 'Ten numer karty jest niepełny lub nieprawidłowy.', 'Ta data jest niepełna lub już minęła.', 'Kod zabezpieczający jest niepełny.'),
  ja: words('カード番号', '有効期限', 'セキュリティコード', 'カード番号が不完全か、正しくありません。', '日付が不完全か、期限が過ぎています。', 'セキュリティコードが不完全です。'),
  zh: words('卡号', '有效期', '安全码', '卡号不完整或不正确。', '日期不完整或已过期。', '安全码不完整。'),
  ar: words('رقم البطاقة', 'تاريخ الانتهاء', 'رمز الأمان', 'رقم البطاقة غير مكتمل أو غير صحيح.', 'هذا التاريخ غير مكتمل أو قد مضى.', 'رمز الأمان غير مكتمل.'),
  he: words('מספר כרטיס', 'תוקף', 'קוד אבטחה', 'מספר הכרטיס אינו שלם או שגוי.', 'התאריך אינו שלם או שכבר עבר.', 'קוד האבטחה אינו שלם.'),
};

/** Of a BCP 47 tag: the words, the language they are in, and the direction it is read in. */
export function frameWords(locale: string): {
  readonly words: FrameWords;
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
} {
  const asked = locale.split('-')[0]?.toLowerCase() ?? '';
  const lang = Object.hasOwn(ALL, asked) ? asked : 'en';
  return { words: ALL[lang] ?? EN, lang, dir: lang === 'ar' || lang === 'he' ? 'rtl' : 'ltr' };
}
