/** "Did you mean gmail.com?": a slip of the finger in the domain of an e-mail address. A question, never a refusal. */

/** Where most shoppers have their mail; a domain that is one of these is never questioned. */
const KNOWN =
  'gmail.com googlemail.com yahoo.com ymail.com rocketmail.com hotmail.com outlook.com live.com msn.com icloud.com me.com mac.com aol.com mail.com email.com proton.me protonmail.com pm.me gmx.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de online.de yahoo.co.uk hotmail.co.uk btinternet.com sky.com orange.fr wanadoo.fr free.fr laposte.net sfr.fr hotmail.fr yahoo.fr outlook.fr libero.it virgilio.it tiscali.it hotmail.it yahoo.it hotmail.es yahoo.es outlook.es telefonica.net uol.com.br bol.com.br terra.com.br hotmail.com.br yahoo.com.br yahoo.co.jp docomo.ne.jp ezweb.ne.jp softbank.ne.jp naver.com daum.net hanmail.net qq.com 163.com 126.com sina.com yandex.ru mail.ru wp.pl o2.pl onet.pl interia.pl ziggo.nl kpnmail.nl xs4all.nl comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net shaw.ca rogers.com bigpond.com optusnet.com.au'.split(
    ' ',
  );

/** What is asked about: the most used of them, which others are slips of. */
const LIKELY = KNOWN.slice(0, 36);

/** The address that may be meant; undefined where there is nothing to ask. */
export function suggestEmail(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const domain = address
    .slice(at + 1)
    .trim()
    .toLowerCase();
  if (at < 1 || domain.length < 4 || KNOWN.includes(domain)) return undefined;
  let best: { readonly domain: string; readonly slips: number } | undefined;
  for (const each of LIKELY) {
    const slips = slipsBetween(domain, each);
    // Two slips only in a long name: a short one is soon another's.
    if (slips <= (each.length >= 9 ? 2 : 1) && slips < (best?.slips ?? 3)) best = { domain: each, slips };
  }
  return best && `${address.slice(0, at).trim()}@${best.domain}`;
}

/** Letters left out, put in, mistaken or swapped with the next one (optimal string alignment). */
export function slipsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let slips = Math.min((old[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (old[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        slips = Math.min(slips, (older[j - 2] ?? 0) + 1);
      row.push(slips);
    }
    older = old;
    old = row;
  }
  return old[b.length] ?? 0;
}
